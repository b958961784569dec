import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { SourceFile } from "./source.ts";

/** One way in which the disk is not what was generated. */
export interface Change {
  /** `missing` and `differs` are written, `stray` is deleted. */
  readonly kind: "missing" | "differs" | "stray";
  readonly path: string;
  readonly text?: string;
}

/** What would have to change on disk so that the owned folders hold these files and no other; sorted by path. */
export async function compare(
  root: string,
  folders: readonly string[],
  files: readonly SourceFile[],
): Promise<Change[]> {
  const outside = files.find(({ path }) => !folders.some((folder) => path.startsWith(`${folder}/`)));
  if (outside) throw new Error(`${outside.path} is in no folder that the generator owns`);
  const wanted = new Set(files.map(({ path }) => path));
  const present = (await Promise.all(folders.map((folder) => list(root, folder)))).flat();
  const strays = present.filter((path) => !wanted.has(path)).map((path): Change => ({ kind: "stray", path }));
  const rest = await Promise.all(
    files.map(async ({ path, text }): Promise<Change[]> => {
      const old = present.includes(path) ? await readFile(join(root, path), "utf8") : undefined;
      return old === text ? [] : [{ kind: old === undefined ? "missing" : "differs", path, text }];
    }),
  );
  return [...strays, ...rest.flat()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Makes the disk what was generated. Each file is replaced whole, so that no reader ever meets half of one. */
export async function apply(root: string, changes: readonly Change[]): Promise<void> {
  await Promise.all(
    changes.map(({ path, text }) =>
      text === undefined ? rm(join(root, path)) : replace(join(root, path), text),
    ),
  );
  const emptied = new Set(
    changes.filter(({ kind }) => kind === "stray").map(({ path }) => dirname(join(root, path))),
  );
  // The inner ones first: they are what keeps the outer ones from being empty.
  for (const folder of [...emptied].toSorted((a, b) => b.length - a.length)) await removeIfEmpty(folder);
}

async function replace(target: string, text: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const next = `${target}.${randomUUID()}.tmp`;
  await writeFile(next, text, { flush: true });
  await rename(next, target);
}

async function list(root: string, folder: string): Promise<string[]> {
  try {
    const entries = await readdir(join(root, folder), { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

async function removeIfEmpty(folder: string): Promise<void> {
  if ((await readdir(folder)).length === 0) await rmdir(folder);
}
