import { wireBench } from "@arx/core/testing";
import { expect, test } from "vitest";
import { definition, OktaConnector } from "../src/index.ts";

type Call = (okta: OktaConnector) => PromiseLike<unknown>;
const profile = { firstName: "Jane", lastName: "Doe", email: "jane@acme.com", login: "jane@acme.com" };

const cases: readonly (readonly [title: string, call: Call, risk: string])[] = [
  ["a password reset by mail", (okta) => okta.resetPassword("00u1", { sendEmail: true }), "high"],
  ["a reset link for the caller", (okta) => okta.resetPassword("00u1", { sendEmail: false }), "critical"],
  [
    "a reset that ends sessions",
    (okta) => okta.resetPassword("00u1", { sendEmail: true, revokeSessions: true }),
    "critical",
  ],
  ["a new user", (okta) => okta.createUser({ profile }), "medium"],
  ["a new user in groups", (okta) => okta.createUser({ profile, groupIds: ["00g1"] }), "high"],
  ["a changed profile", (okta) => okta.updateUser("00u1", { profile }), "medium"],
  [
    "a changed address for recovery mail",
    (okta) => okta.updateUser("00u1", { profile: { ...profile, secondEmail: "x@example.org" } }),
    "high",
  ],
  [
    "a password that the caller sets",
    (okta) => okta.updateUser("00u1", { profile, credentials: { password: { value: "not so secret" } } }),
    "critical",
  ],
];

test.each(cases)("%s is decided at the risk that its arguments give it", async (_, call, risk) => {
  await using wire = await wireBench(OktaConnector, definition);
  const dates = { created: "2026-01-01T00:00:00.000Z", lastUpdated: "2026-01-01T00:00:00.000Z" };
  wire.reply({ status: 200, body: { id: "00u1", status: "ACTIVE", ...dates, type: {}, profile } });
  await call(wire.client);
  const risks = new Set<unknown>();
  for await (const { record } of wire.runtime.store.audit({ orgId: "org-test", kind: "decision" })) {
    if (record.details["servesAction"] === undefined) risks.add(record.risk);
  }
  expect([...risks]).toEqual([risk]);
});
