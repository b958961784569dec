/** Types, client and functions from the OpenAPI document that it is given. */
import { createClient } from "@hey-api/openapi-ts";
import { generations } from "./generations.ts";

const [, , input = ""] = process.argv;
await generations(
  async () => undefined,
  (path) => createClient({ input, output: { path }, logs: { level: "silent", file: false } }),
);
