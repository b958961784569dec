import { isDeepStrictEqual } from "node:util";
import { wireBench } from "@arx/core/testing";
import { expect, test, vi } from "vitest";
import { definition, OktaConnector } from "../src/index.ts";
import { recordedCalls, recordedFolder } from "./recorded.ts";

// Hundreds of real calls, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const unset = "ARX_RECORDED_DIR names no folder of recorded exchanges";
const successes = recordedCalls().filter(
  ({ exchange: { status }, isFallback }) => status >= 200 && status < 300 && !isFallback,
);

test("every recorded answer of the operations fits its schema and keeps every field", async ({ skip }) => {
  skip(recordedFolder === "", unset);
  const misfits: string[] = [];
  for (const { exchange, operation } of successes) {
    const { source, responseBody } = exchange;
    const { id, result, schemas } = operation;
    if (result === "none") continue;
    const parsed = (await schemas()).result?.safeParse(responseBody);
    if (!parsed?.success) misfits.push(`${id} ${source}: ${parsed?.error.message ?? "no schema"}`);
    else if (!isDeepStrictEqual(parsed.data, responseBody)) misfits.push(`${id} ${source}: a field was lost`);
  }
  expect(misfits).toEqual([]);
  expect(new Set(successes.map(({ operation }) => operation.id)).size).toBeGreaterThan(20);
});

test("a recorded answer comes back from the client as it was sent", async ({ skip }) => {
  skip(recordedFolder === "", unset);
  await using wire = await wireBench(OktaConnector, definition);
  const reads = successes.filter(
    ({ operation: { method, result } }) => method === "GET" && result !== "none",
  );
  for (const { exchange, operation } of reads) {
    const { responseBody } = exchange;
    const { id, items, parameters } = operation;
    wire.reply({ status: 200, body: responseBody });
    const path = parameters.filter((parameter) => parameter.in === "path");
    const input = Object.fromEntries(path.map(({ name }) => [name, "00u1a2b3c4d5e6f7g8"]));
    const answer: unknown = await wire.client.execute(
      id as "users:read_detail",
      { ...input, ...(id === "policies:read" && { type: "OKTA_SIGN_ON" }) } as { userId: string },
    );
    const sent = items === undefined ? responseBody : (responseBody as Record<string, unknown>)[items];
    expect([id, answer]).toEqual([id, sent]);
  }
});
