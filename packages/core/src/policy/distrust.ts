import type { Stats } from "node:fs";

/** Why what a file or a folder says is not to be trusted, and what to do. */
export interface Distrust {
  readonly why: string;
  readonly remedy: string;
}

/**
 * Asks who could have written it: only this user and root may. Windows has no such modes: there, what a user's folder holds
 * is that user's by its access list.
 * @param options - `group`: whether its group may write to it too, as to the folder of a home that people share
 */
export function distrust(
  path: string,
  { uid, mode }: Pick<Stats, "uid" | "mode">,
  { group = false }: { readonly group?: boolean } = {},
): Distrust | undefined {
  /* v8 ignore next -- the other half of the branch runs on Windows */
  if (process.platform === "win32") return undefined;
  if (uid !== process.geteuid?.() && uid !== 0)
    return {
      why: `belongs to another user (id ${uid})`,
      remedy: `look at what it says, then \`chown\` ${path} to this user or to root`,
    };
  const everybody = (mode & 0o002) !== 0;
  if (!everybody && (group || (mode & 0o020) === 0)) return undefined;
  const shown = (mode & 0o7777).toString(8).padStart(4, "0");
  return {
    why: `can be written by ${everybody ? "everybody" : "its group"} (mode ${shown})`,
    remedy: `look at what it says, then \`chmod ${group ? "o-w" : "go-w"} ${quoted(path)}\``,
  };
}

/** A path as a shell takes it. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
