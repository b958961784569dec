import { type Dirent } from "node:fs";
import { lstat, open, readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import type { Diagnostic } from "@arx/yaml";
import type { Catalog } from "../connector/operation.ts";
import { heldOperations, lockFileOf, parseLock, underLock } from "./lock.ts";
import { parsePolicies, type PolicyFile, type PolicyLoad } from "./parse.ts";
import type { PolicySet } from "./policy-set.ts";
import { type Distrust, distrust } from "./distrust.ts";

/** Where policies are kept, and what they may speak of. */
export interface PolicySource {
  readonly folder: string;
  readonly catalogs: readonly Catalog[];
}

/** How policies are loaded. */
export interface LoadOptions {
  /** Milliseconds since the epoch; absent: the machine's clock. */
  readonly now?: number;
  /** Whether they are only looked at: who could have written them is then no matter. */
  readonly candidate?: boolean;
}

/** In bytes; a longer policy file is a mistake. */
const sizeBound = 4 * 1024 * 1024;

/**
 * Loads every `*.yaml` and `*.yml` of a folder: all of them, or none. Hidden files and other files are no policies.
 * Where a lock file stands beside the folder, what it withholds is not granted. Only this user and root may be able to
 * write the folder, each file and the lock, unless they are but a candidate.
 * @param source - where they are, what they may name, and how they are loaded
 */
export async function loadPolicies(source: PolicySource & LoadOptions): Promise<PolicyLoad> {
  const { folder, catalogs, now, candidate = false } = source;
  let visible: Dirent[];
  try {
    const found = distrust(folder, await stat(folder));
    if (found !== undefined && !candidate) return { diagnostics: [untrusted(folder, found)] };
    visible = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith("."));
  } catch (cause) {
    const remedy = "Create the folder, or let this process read it.";
    return { diagnostics: [unplaced("unreadable_folder", folder, reason(cause), remedy)] };
  }
  const names = visible
    .map(({ name }) => name)
    .filter(isPolicyFile)
    .toSorted();
  if (names.length === 0) {
    const message = "the folder holds no policy file, and without one nothing is granted";
    return { diagnostics: [unplaced("no_policies", folder, message, "Add a file such as policies.yaml.")] };
  }
  const read = await Promise.all(names.map((name) => readPolicyFile(folder, name, candidate)));
  const unreadable = read.filter((file) => "code" in file);
  const { set, diagnostics } = parsePolicies(
    read.filter((file) => "text" in file),
    catalogs,
    now,
  );
  if (unreadable.length > 0) {
    return { diagnostics: [...unreadable, ...diagnostics.filter(isError)] };
  }
  const passedOver = visible
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => subfolder(join(folder, name)));
  const lock = await readLock(folder, candidate);
  if (lock.diagnostics.length > 0) {
    return { diagnostics: [...lock.diagnostics, ...diagnostics.filter(isError)] };
  }
  const warnings = [...diagnostics, ...passedOver];
  if (set === undefined || lock.lock === undefined) return { ...(set && { set }), diagnostics: warnings };
  const locked = underLock(set, lock.lock);
  return { set: locked, diagnostics: [...warnings, ...heldWarnings(locked)] };
}

const isError = ({ severity }: Diagnostic): boolean => severity === "error";

async function readLock(folder: string, candidate: boolean): Promise<ReturnType<typeof parseLock>> {
  const path = lockFileOf(folder);
  try {
    // Not of what a link leads to: a lock that can't be reached is no absent one.
    await lstat(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return { diagnostics: [] };
    return { diagnostics: [unplaced("unreadable_file", path, reason(cause), "Let this process read it.")] };
  }
  const read = await readPolicyFile(dirname(path), basename(path), candidate);
  return "code" in read ? { diagnostics: [read] } : parseLock(read);
}

function heldWarnings(set: PolicySet): Diagnostic[] {
  return heldOperations(set).map(({ policy, operation, risk, pattern }) => {
    const { file, line } = set.policies.find(({ name }) => name === policy)!;
    const message = `\`${operation}\`, ${risk.toUpperCase()}, came under \`${pattern}\` of ${policy} after the policies were locked, and is not granted`;
    const remedy = `Acknowledge it: \`arx policy lock --acknowledge ${operation}\`; or name it in the policy.`;
    return { ...unplaced("held_operation", file, message, remedy), severity: "warning", line };
  });
}

// In any case of letters: what looks like a policy file is never passed over in silence.
const isPolicyFile = (name: string): boolean => /\.ya?ml$/i.test(name);

async function readPolicyFile(
  folder: string,
  name: string,
  candidate: boolean,
): Promise<PolicyFile | Diagnostic> {
  const file = join(folder, name);
  try {
    const [home, target] = await Promise.all([realpath(folder), realpath(file)]);
    /* v8 ignore next -- a folder that is the root of a disk is no test's to write to */
    const inside = home.endsWith(sep) ? home : home + sep;
    if (!target.startsWith(inside)) {
      const message = "the link leads out of the policy folder, where others may change it";
      return unplaced("outside_folder", file, message, "Put the file itself into the folder.");
    }
    const status = await stat(target);
    if (!status.isFile())
      return unplaced("not_a_file", file, "this is not a regular file", "Rename or remove it.");
    if (status.size > sizeBound) {
      return unplaced("too_long", file, `the file is longer than ${sizeBound} bytes`, "Split or remove it.");
    }
    await using opened = await open(target);
    // Asked of the open file, so that what is checked is what is read.
    const found = distrust(target, await opened.stat());
    if (found !== undefined && !candidate) return untrusted(file, found);
    return { file, text: new TextDecoder("utf-8", { fatal: true }).decode(await opened.readFile()) };
  } catch (cause) {
    return unplaced(
      "unreadable_file",
      file,
      reason(cause),
      "Make it a UTF-8 file that this process can read.",
    );
  }
}

function untrusted(file: string, { why, remedy }: Distrust): Diagnostic {
  const sentence = `${remedy[0]!.toUpperCase()}${remedy.slice(1)}.`;
  return unplaced("untrusted", file, `it ${why}, so what it says is not to be trusted`, sentence);
}

function subfolder(folder: string): Diagnostic {
  const message = "policies in sub-folders are not loaded";
  return {
    ...unplaced("subfolder", folder, message, "Move them up, or move the folder away."),
    severity: "warning",
  };
}

/** About a file or folder as a whole. */
function unplaced(code: string, file: string, message: string, remedy: string): Diagnostic {
  return { code, severity: "error", message, remedy, file, line: 1, column: 1, frame: "" };
}

const reason = (cause: unknown): string => (cause as Error).message;
