import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { parse } from "yaml";
import { loadSpec } from "../../src/spec/load.ts";
import type { Spec } from "../../src/spec/model.ts";

const fixtures = join(import.meta.dirname, "../fixtures");

/** The document of an invented library, OpenAPI 3.0. */
export const library: string = join(fixtures, "library.openapi.yaml");

/** A folder that is deleted when the test is over. */
export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "arx-author-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A copy of the depot's spec in a folder of its own. */
export async function depotCopy() {
  const spec = join(await folder(), "depot");
  await cp(join(fixtures, "depot"), spec, { recursive: true });
  const read = (file: string): Promise<string> => readFile(join(spec, file), "utf8");
  return {
    spec,
    read,
    write: (file: string, text: string): Promise<void> => writeFile(join(spec, file), text),
    /** Replaces a text that stands once in a file. */
    edit: async (file: string, from: string, to: string): Promise<void> => {
      const parts = (await read(file)).split(from);
      if (parts.length !== 2) throw new Error(`this must stand once in ${file}: ${from}`);
      await writeFile(join(spec, file), parts.join(to));
    },
    load: (): Spec => {
      const { spec: loaded, diagnostics } = loadSpec(spec);
      if (!loaded) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
      return loaded;
    },
  };
}

/** A document of one's own, as JSON, from the parts that matter. */
export async function documentOf(parts: object): Promise<string> {
  const file = join(await folder(), "api.json");
  const rest = { openapi: "3.1.0", info: { title: "API", version: "1" }, paths: {} };
  await writeFile(file, JSON.stringify({ ...rest, ...parts }));
  return file;
}

/** What a YAML text holds. */
export function valueOf(text: string): Record<string, Record<string, unknown>> {
  return parse(text) as Record<string, Record<string, unknown>>;
}
