import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A block of code on a page. */
export interface Sample {
  /** The page's file below its folder, and the line at which the block begins: what a failed test names. */
  readonly place: string;
  readonly language: string;
  /** What stands behind the language, such as `title="arx.yaml"`. */
  readonly meta: string;
  readonly text: string;
}

/** The repository, with a slash at the end. */
export const root: string = fileURLToPath(new URL("../../../", import.meta.url));

const written = join(root, "packages/docs/src/content/docs");
const made = /^(api|generated)\//;

/** The pages that people wrote, by their path below the folder of pages. */
export async function pages(): Promise<ReadonlyMap<string, string>> {
  return readAll(written, (file) => /\.mdx?$/.test(file) && !made.test(file));
}

/** The connector's generated pages. */
export async function oktaPages(): Promise<ReadonlyMap<string, string>> {
  return readAll(join(root, "packages/okta/generated/docs"), (file) => file.endsWith(".md"));
}

/** The READMEs, some of which are pages too, by their path in the repository. */
export async function readmes(): Promise<ReadonlyMap<string, string>> {
  const packages = (await readdir(join(root, "packages"))).map((name) => `packages/${name}/README.md`);
  const files = ["README.md", "generators/README.md", ...packages].filter((file) =>
    existsSync(join(root, file)),
  );
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(join(root, file), "utf8")] as const)),
  );
}

/** Every block of code of some pages. */
export function samples(texts: ReadonlyMap<string, string>): readonly Sample[] {
  return [...texts].flatMap(([file, text]) =>
    [...text.matchAll(/^```(\w*)[ ]?(.*)\n([^]*?)^```$/gm)].map(
      ({ 1: language = "", 2: meta = "", 3: body = "", index }) => ({
        place: `${file}:${text.slice(0, index).split("\n").length}`,
        language,
        meta,
        text: body,
      }),
    ),
  );
}

async function readAll(
  folder: string,
  wanted: (file: string) => boolean,
): Promise<ReadonlyMap<string, string>> {
  const files = (await readdir(folder, { recursive: true })).filter(wanted).toSorted();
  const texts = files.map(async (file) => [file, await readFile(join(folder, file), "utf8")] as const);
  return new Map(await Promise.all(texts));
}
