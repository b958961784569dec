/** The whole Okta connector from its specs: types, client, catalog, schemas, OpenAPI document, pages and tests. */
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generate } from "../../generators/src/generate.ts";
import { generations } from "./generations.ts";

const specs = fileURLToPath(new URL("../../specs/okta", import.meta.url));
await generations(
  (folder) => cp(specs, join(folder, "specs/okta"), { recursive: true }),
  async (folder) => {
    const outcome = await generate(folder, { only: ["okta"] });
    if (outcome.kind !== "changes") throw new Error(JSON.stringify(outcome));
  },
);
