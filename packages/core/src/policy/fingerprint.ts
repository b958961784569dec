import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** A text that changes when a file of the folder is changed, added or removed; links count as what they lead to. */
export async function fingerprint(folder: string): Promise<string> {
  try {
    const names = (await readdir(folder)).toSorted();
    return (await Promise.all(names.map((name) => statusOf(join(folder, name), name)))).join("\n");
  } catch (cause) {
    return `unreadable ${codeOf(cause)}`;
  }
}

async function statusOf(path: string, name: string): Promise<string> {
  try {
    const { ino, size, mode, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [JSON.stringify(name), ino, size, mode, mtimeNs, ctimeNs].join(" ");
  } catch (cause) {
    return `${JSON.stringify(name)} ${codeOf(cause)}`;
  }
}

const codeOf = (cause: unknown): string => (cause as NodeJS.ErrnoException).code ?? "unknown";
