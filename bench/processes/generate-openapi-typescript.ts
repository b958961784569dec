/** Types alone from the OpenAPI document that it is given. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";
import { generations } from "./generations.ts";

const [, , input = ""] = process.argv;
await generations(
  async (folder) => {
    await mkdir(folder);
  },
  async (folder) => writeFile(join(folder, "types.ts"), astToString(await openapiTS(pathToFileURL(input)))),
);
