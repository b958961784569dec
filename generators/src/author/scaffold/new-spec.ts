import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { formatted, type SourceFile } from "../../source.ts";
import { apply } from "../../write.ts";
import { AuthorError } from "../author-error.ts";
import { packageFiles, specFiles, type Versions } from "./templates.ts";

/** A connector that was begun: the files that were written, and what to do next. */
export interface NewSpec {
  readonly name: string;
  /** Below the root, with `/`. */
  readonly files: readonly string[];
  readonly next: readonly string[];
}

/**
 * Begins a connector: a spec with a small read and a small write, and the package that is generated from it. It
 * generates, compiles and passes its tests as it stands.
 *
 * @param name - of the connector, in kebab-case: of its folder, its package `@arx/<name>` and in policies
 * @param options.root - the repository's root
 * @throws {@link AuthorError} where the name is no name, or anything of that name is there already
 */
export async function newSpec(name: string, { root }: { readonly root: string }): Promise<NewSpec> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new AuthorError(`\`${name}\` is no connector's name`, "Write it in kebab-case, such as acme-crm.");
  }
  if (name === "schema" || name === "policies") {
    throw new AuthorError(`specs/${name} is for something else`, "Choose another name.");
  }
  for (const folder of [`specs/${name}`, `packages/${name}`]) {
    if (await exists(join(root, folder))) {
      throw new AuthorError(
        `${folder} is there already`,
        "Choose another name, or go on with what is there.",
      );
    }
  }
  const made = { ...specFiles(name), ...packageFiles(name, await versionsOf(root)) };
  // How a line is best broken depends on how long the name is.
  const own = await Promise.all(Object.entries(made).map(([path, text]) => formatted({ path, text })));
  const files = [...own, ...(await references(root, name))];
  await apply(
    root,
    files.map(({ path, text }) => ({ kind: "missing", path, text })),
  );
  return {
    name,
    files: files.map(({ path }) => path).toSorted(),
    next: ["pnpm install", `pnpm generate ${name}`, `pnpm test packages/${name}`],
  };
}

/** What was begun, for people. */
export function formatNewSpec({ name, files, next }: NewSpec): string {
  return [
    `Began the connector ${name}:`,
    ...files.map((file) => `  ${file}`),
    "",
    "Next:",
    ...next.map((command) => `  ${command}`),
    `Then say in specs/${name}/connector.yaml what the API is, and replace the two operations.`,
  ].join("\n");
}

/** The versions that the repository's packages use, so that a new one brings no other. */
async function versionsOf(root: string): Promise<Versions> {
  const text = await readFile(join(root, "packages/core/package.json"), "utf8").catch(() => "{}");
  const { dependencies, engines } = JSON.parse(text) as Manifest;
  const zod = dependencies?.["zod"];
  const node = engines?.["node"];
  if (zod === undefined || node === undefined) {
    throw new AuthorError(
      `${root} has no packages/core that says which zod and Node.js it needs`,
      "Name the root of the repository.",
    );
  }
  return { zod, node };
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly engines?: Readonly<Record<string, string>>;
}

/** `tsc -b` builds what the root refers to. The file is added to as text, so that the rest of it stays as it is. */
async function references(root: string, name: string): Promise<SourceFile[]> {
  const path = "tsconfig.json";
  const text = await readFile(join(root, path), "utf8").catch(() => "");
  const line = /^( *)\{ "path": "packages\/[^"]*" \}(?=\s*\])/m.exec(text);
  if (!line) return [];
  const [last, indent = ""] = line;
  const added = `${last},\n${indent}{ "path": "packages/${name}" }`;
  return [{ path, text: text.replace(last, () => added) }];
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
