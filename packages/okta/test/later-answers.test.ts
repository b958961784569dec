import { wireBench } from "@arx/core/testing";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { definition, OktaConnector } from "../src/index.ts";
import { answerSchema, later } from "./later.ts";

// Hundreds of real calls, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const profile = { login: "jane@acme.com", email: "jane@acme.com" };

/** What an operation needs beside the ids of its path. */
const inputs: Readonly<Record<string, object>> = {
  "users:create": { profile },
  "users:update": { profile },
  "users:reset_password": { sendEmail: true },
  "groups:create": { name: "Night shift" },
  "groups:update": { name: "Night shift", description: null },
  "policies:read": { type: "OKTA_SIGN_ON" },
};

test.for(Object.values(definition.operations))(
  "$id passes on whatever the API adds to its answers, unchanged",
  async (operation) => {
    await using wire = await wireBench(OktaConnector, definition);
    const ids = operation.parameters.filter((parameter) => parameter.in === "path");
    const input = {
      ...Object.fromEntries(ids.map(({ name }) => [name, "00u1"])),
      ...inputs[operation.id],
    };
    const call = async (): Promise<unknown> =>
      wire.client.execute(operation.id as "users:read_detail", input as { userId: string });
    await fc.assert(
      fc.asyncProperty(later(answerSchema(operation.id)), async (answer) => {
        // As text, so that what is compared is what went over the wire.
        const body = JSON.stringify(answer);
        wire.reply({ status: 200, body });
        const { items } = operation;
        const sent = JSON.parse(body) as Record<string, unknown>;
        const want = items === undefined ? sent : sent[items];
        fc.pre(!repeats(want, operation.paging));
        expect(JSON.stringify(await call())).toBe(
          operation.result === "none" ? undefined : JSON.stringify(want),
        );
      }),
      // What a person must approve takes until the request has been announced.
      { numRuns: operation.risk === "critical" ? 3 : 25 },
    );
  },
);

/** Whether a list holds an item twice, by what its paging tells items apart by: the second one is left out on purpose. */
function repeats(items: unknown, paging: string | undefined): boolean {
  const key = paging === undefined ? undefined : definition.paging[paging]?.unique;
  if (key === undefined || !Array.isArray(items)) return false;
  const keys = items.map((item: Record<string, unknown>) => item[key]);
  return new Set(keys).size < keys.length;
}
