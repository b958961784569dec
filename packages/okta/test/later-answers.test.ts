import { wireBench } from "@arx/core/testing";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { definition, OktaConnector } from "../src/index.ts";
import { described, type JsonSchema, referred } from "./described.ts";

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

/** An answer as the API may give it some day: with fields and members of enums that the schema does not know. */
function later(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return later(referred(schema.$ref));
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(later));
  const types = [schema.type ?? "any"].flat();
  return fc.oneof(...types.map((type) => laterOf(type, schema)));
}

function laterOf(type: string, schema: JsonSchema): fc.Arbitrary<unknown> {
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer();
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case "string":
      return laterText(schema);
    case "array":
      return fc.array(later(schema.items ?? {}), { maxLength: 2 });
    case "object":
      return laterObject(schema);
    default:
      return fc.jsonValue();
  }
}

function laterText(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.format === "date-time") return fc.constant("2026-01-02T03:04:05.000Z");
  const known = schema["x-extensible-enum"] ?? [];
  return fc.oneof(fc.string({ unit: "grapheme" }), ...known.map((member) => fc.constant(member)));
}

function laterObject({ properties = {}, required, additionalProperties }: JsonSchema): fc.Arbitrary<unknown> {
  const known = Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, later(value)]));
  const names = fc
    .oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "toString", "id", "addedLater"))
    .filter((name) => !Object.hasOwn(properties, name));
  const value = typeof additionalProperties === "object" ? later(additionalProperties) : fc.jsonValue();
  return fc
    .tuple(
      fc.record(known, { requiredKeys: [...(required ?? [])] }),
      fc.array(fc.tuple(names, value), { maxLength: 2 }),
    )
    .map(([fields, added]) => Object.fromEntries([...Object.entries(fields), ...added]));
}

test.for(Object.values(definition.operations))(
  "$id passes on whatever the API adds to its answers, unchanged",
  async (operation) => {
    await using wire = await wireBench(OktaConnector, definition);
    const ids = operation.parameters.filter((parameter) => parameter.in === "path");
    const input = {
      ...Object.fromEntries(ids.map(({ name }) => [name, "00u1"])),
      ...inputs[operation.id],
    };
    const schema = described.get(operation.id)?.responses["2XX"].content?.["application/json"].schema;
    const call = async (): Promise<unknown> =>
      wire.client.execute(operation.id as "users:read_detail", input as { userId: string });
    await fc.assert(
      fc.asyncProperty(schema ? later(schema) : fc.jsonValue(), async (answer) => {
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
