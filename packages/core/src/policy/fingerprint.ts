import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { lockFileOf } from "./lock.ts";

/** A text that changes when a file of the folder, or its lock, is changed, added or removed; links count as what they lead to. */
export async function fingerprint(folder: string): Promise<string> {
  try {
    const names = (await readdir(folder)).toSorted();
    const files = names.map((name) => ({ name, path: join(folder, name) }));
    const all = [...files, { name: "lock", path: lockFileOf(folder) }];
    return (await Promise.all(all.map(({ name, path }) => statusOf(path, name)))).join("\n");
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

const codeOf = (cause: unknown): string => String((cause as NodeJS.ErrnoException).code);
