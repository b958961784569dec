// Generated from specs/okta by `pnpm generate`. Do not edit.

import { wireBench, type WireRequest } from "@arx/core/testing";
import { expect, test } from "vitest";
import { OktaConnector } from "../../src/generated/client.ts";
import { definition } from "../../src/generated/definition.ts";

const bench = () => wireBench(OktaConnector, definition);

/** What a request says, apart from the headers that every request has. */
const said = ({ method, path, query, body }: WireRequest) => ({ method, path, query, body });

// Answers as the API might give them next year: with a field and a member that the spec does not know.
const domain = {
  id: "some id",
  domain: "some domain",
  certificateSourceType: "ADDED_LATER",
  validationStatus: "COMPLETED",
  brandId: "some brandId",
  publicCertificate: {
    subject: "some subject",
    fingerprint: "some fingerprint",
    expiration: "some expiration",
  },
  addedLater: { kept: true },
};

test("listDomains: All domains", async () => {
  await using wire = await bench();
  const { client, requests, reply } = wire;
  reply({ status: 200, body: { domains: [domain] } });
  const answer = await client.listDomains();
  expect(requests.map(said)).toEqual([{ method: "GET", path: "/api/v1/domains", query: {} }]);
  expect(answer).toEqual([domain]);
});

test.each<[fault: string, input: object]>([["a key that the operation does not have", { notAKey: true }]])(
  "listDomains refuses %s, and nothing is sent",
  async (_, input) => {
    await using wire = await bench();
    const call = wire.client.execute("domains:read", input as never);
    await expect(call).rejects.toMatchObject({ code: "invalid_input" });
    expect(wire.requests).toEqual([]);
  },
);
