import { languageSchemas } from "../spec/language.ts";
import { formatted, notice, type SourceFile } from "../source.ts";

/** The folder of the spec language's own schemas. */
export const specSchemaFolder = "specs/schema";

/** The JSON Schemas of the spec language, for completion and checks in editors. */
export async function emitSpecSchemas(): Promise<SourceFile[]> {
  const files = Object.entries(languageSchemas()).map(([name, { $schema, ...schema }]) => ({
    path: `${specSchemaFolder}/${name}.schema.json`,
    text: JSON.stringify({ $schema, $comment: notice("generators/src/spec/shape.ts"), ...schema }),
  }));
  return Promise.all(files.map(formatted));
}
