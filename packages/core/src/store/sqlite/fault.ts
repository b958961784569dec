import { ArxError } from "../../errors/arx-error.ts";
import { StoreUnavailableError } from "../../errors/store-unavailable-error.ts";

// Primary result codes: https://www.sqlite.org/rescode.html
const remedies: Readonly<Record<number, readonly [what: string, remedy: string, retryable?: boolean]>> = {
  5: ["another process holds its lock", "try again, or end the process that holds it", true],
  8: ["it is read-only", "give this user the right to write to the file and its folder"],
  10: ["the disk failed or is full", "free space on that disk and try again"],
  11: [
    "it is damaged",
    "keep the file, restore the last backup, and compare it with a checkpoint kept elsewhere",
  ],
  13: ["the disk is full", "free space on that disk and try again"],
  14: ["the file can't be opened", "check that the folder exists and that this user may write to it"],
  26: ["it is not a database", "name another home, or restore the last backup"],
};

/** What the file system says, by the result code that SQLite has for it. */
const byErrno: Readonly<Record<string, number>> = {
  EACCES: 8,
  EPERM: 8,
  EROFS: 8,
  ENOENT: 14,
  ENOTDIR: 14,
  EISDIR: 14,
  EIO: 10,
  EFBIG: 13,
  ENOSPC: 13,
  EDQUOT: 13,
};

/** Whether SQLite threw it. */
export function isSqlite(error: unknown): boolean {
  return codeOf(error) !== undefined;
}

/** Whether another connection holds the lock: nothing was changed, and it is worth trying again. */
export function isLocked(error: unknown): boolean {
  return codeOf(error) === 5;
}

/** Whether a statement contradicts a constraint of the schema. */
export function isConstraint(error: unknown): boolean {
  return codeOf(error) === 19;
}

/** The primary result code. */
function codeOf(error: unknown): number | undefined {
  return typeof error === "object" && error !== null && "errcode" in error
    ? Number(error.errcode) & 0xff
    : undefined;
}

/** Turns what SQLite threw into an error that says what failed and what to do; our own errors pass. */
export function storeFault(file: string, verb: "opened" | "read" | "written", error: unknown): ArxError {
  if (error instanceof ArxError) return error;
  const errno = byErrno[String((error as NodeJS.ErrnoException | undefined)?.code)];
  const [what, remedy, retryable = false] = remedies[codeOf(error) ?? errno ?? -1] ?? [
    (error as Error).message,
    "see the cause",
  ];
  return new StoreUnavailableError(`the store ${file} can't be ${verb}: ${what}; ${remedy}`, {
    cause: error,
    retryable,
  });
}

/** What to tell whoever waited for another process's lock for as long as they may. */
export function lockFault(file: string): ArxError {
  return storeFault(file, "written", { errcode: 5 });
}
