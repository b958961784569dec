import { execFile } from "node:child_process";
import { userInfo } from "node:os";
import { promisify } from "node:util";
import type { HomeConfig, Principal } from "@arx/core";

/** The user of this machine, as the system knows it: no variable can say otherwise. */
export function osUser(): string {
  return userInfo().username;
}

/** The person at this terminal: proven by the system's log-in, named as policies name people. */
export async function personHere({ people }: HomeConfig): Promise<Principal> {
  const user = osUser();
  return { id: people[user] ?? user, groups: await osGroups(user), authenticatedBy: "os" };
}

/** The user's groups by name; none where the system has no such thing. */
async function osGroups(user: string): Promise<readonly string[]> {
  if (process.platform === "win32") return [];
  const { stdout } = await promisify(execFile)("id", ["-Gn", user]);
  return stdout.trim().split(/\s+/);
}
