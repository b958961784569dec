import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { promisify } from "node:util";
import type { Principal } from "../approval/principal.ts";
import { PersonUnknownError } from "../errors/person-unknown-error.ts";
import type { HomeConfig } from "./config.ts";

/** Not looked for in PATH: whoever sets that could name any group. */
const idPrograms = ["/usr/bin/id", "/bin/id", "/run/current-system/sw/bin/id"];

/**
 * The identity in policies of the user whom the operating system logged in: no variable can say otherwise. Undefined
 * where the system has no name for the user's id (some containers).
 */
export function identityHere(people: HomeConfig["people"]): string | undefined {
  const user = userHere();
  return user === undefined || !Object.hasOwn(people, user) ? user : people[user];
}

/**
 * The person at this machine, proven by the system's log-in: the one answer for whatever asks somebody here.
 * @throws PersonUnknownError if the system does not tell who it is, or in which groups
 */
export async function personHere(people: HomeConfig["people"]): Promise<Principal> {
  const user = userHere();
  const id = identityHere(people);
  /* v8 ignore if -- tests run as users that have a name */
  if (user === undefined || id === undefined)
    throw new PersonUnknownError("the system has no name for this process's user");
  return { id, groups: await groupsOf(user), authenticatedBy: "os" };
}

/**
 * A user's groups by name; none on Windows, which has no such thing.
 * @param programs that tell them, by absolute path; the first one that is there is asked
 * @throws PersonUnknownError if none tells: without its groups a person might pass for one who is not barred
 */
export async function groupsOf(
  user: string,
  programs: readonly string[] = idPrograms,
): Promise<readonly string[]> {
  /* v8 ignore if -- on Windows alone */
  if (process.platform === "win32") return [];
  const program = programs.find((path) => existsSync(path));
  if (program === undefined)
    throw new PersonUnknownError(
      `the groups of ${user} are not known: there is no ${programs.join(", no ")}`,
    );
  try {
    const { execFile } = await import("node:child_process");
    const { stdout } = await promisify(execFile)(program, ["-Gn", user], { env: {} });
    return stdout.trim().split(/\s+/);
  } catch (cause) {
    throw new PersonUnknownError(`${program} does not tell the groups of ${user}`, { cause });
  }
}

function userHere(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    /* v8 ignore next -- tests run as users that have a name */
    return undefined;
  }
}
