import { definition } from "@arx/okta";
import { expect, test } from "vitest";
import { z } from "zod";
import { inputFlags } from "../src/action/flags.ts";

test("a parameter that is called as a flag of every command gets a flag of its own", async () => {
  const names = ["home", "version", "help", "dry_run", "noInput", "versionId"];
  const input = z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
  const operation = { ...definition.operations["users:suspend"]!, schemas: async () => ({ input }) };
  const { flags } = await inputFlags(definition, operation);
  expect(flags.map(({ flag }) => flag)).toEqual([
    ...["arg-home", "arg-version", "arg-help", "arg-dry-run", "arg-no-input"],
    "version-id",
  ]);
});

test("each member that holds secrets is told, with its kind", async () => {
  const input = z.object({ pin: z.string(), keys: z.object({ first: z.string() }), label: z.string() });
  const base = definition.operations["users:create"]!;
  const sensitive = { ...base.sensitive, input: ["pin", "keys.first"] };
  const operation = { ...base, body: undefined, sensitive, schemas: async () => ({ input }) };
  expect((await inputFlags(definition, operation)).secret).toEqual([
    { name: "pin", kind: "text" },
    { name: "keys", kind: "json" },
  ]);
});
