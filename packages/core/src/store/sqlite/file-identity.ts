import { statSync } from "node:fs";

/**
 * Which file stands at a path; "none" where there is none. SQLite goes on with a file whose name is gone: what it reads then
 * is the past, and what it calls durable is lost.
 */
export function fileIdentity(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? "none" : `${stats.dev}:${stats.ino}`;
}
