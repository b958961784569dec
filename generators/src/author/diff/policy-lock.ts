import { z } from "zod";
import { riskShape } from "../../spec/shape.ts";
import type { Risk } from "../../spec/model.ts";
import { AuthorError } from "../author-error.ts";
import {
  type CatalogReach,
  keyOf,
  type PolicyReach,
  reachOf,
  type Wildcard,
  wildcardsOf,
} from "./policies.ts";

/** What each wildcard of a policy set reached when somebody last looked. It is data: as JSON it is a lock file. */
export interface PolicyLock {
  readonly version: 1;
  readonly connector: string;
  readonly wildcards: readonly (Wildcard & {
    /** Operation id -> the risk that it had. */
    readonly reaches: Readonly<Record<string, Risk>>;
  })[];
}

const lockShape = z.strictObject({
  version: z.literal(1),
  connector: z.string().min(1),
  wildcards: z.array(
    z.strictObject({
      policy: z.string().min(1),
      effect: z.enum(["grant", "deny"]),
      pattern: z.string().min(1),
      reaches: z.record(z.string(), riskShape),
    }),
  ),
});

/** What each wildcard of the policies for a connector reaches in its catalog today. The order of both is of no account. */
export function policyLock(policies: readonly PolicyReach[], catalog: CatalogReach): PolicyLock {
  return {
    version: 1,
    connector: catalog.connector,
    wildcards: wildcardsOf(policies, catalog.connector).map((wildcard) => ({
      ...wildcard,
      reaches: reachOf(wildcard, catalog),
    })),
  };
}

/**
 * Reads a lock from what its file holds.
 * @throws {@link AuthorError} where it is no lock: a lock that cannot be read locks nothing, so that nothing may rely on it
 */
export function parseLock(value: unknown): PolicyLock {
  const { success, data, error } = lockShape.safeParse(value);
  if (success) return data;
  const { path, message } = error.issues[0]!;
  throw new AuthorError(
    `this is no policy lock: ${message} (at ${path.map(String).join(".") || "its top"})`,
    "Take the file from version control, or write the lock anew and read what changes.",
  );
}

/** An operation that has come under a wildcard since the lock was written, or has become graver under it. */
export interface Newcomer extends Wildcard {
  readonly operation: string;
  readonly risk: Risk;
  /** The lower risk that it had; absent where it was not there. */
  readonly was?: Risk;
  /** Whether it is to stay ungranted until somebody acknowledges it: a grant of what is HIGH or CRITICAL. */
  readonly held: boolean;
}

const order: readonly Risk[] = ["low", "medium", "high", "critical"];

/**
 * Compares a lock with a catalog of today.
 * @throws {@link AuthorError} where the two are of different connectors
 */
export function checkLock(lock: PolicyLock, catalog: CatalogReach): readonly Newcomer[] {
  if (lock.connector !== catalog.connector) {
    throw new AuthorError(
      `the lock is for ${lock.connector}, the catalog for ${catalog.connector}`,
      "Name the lock of this connector.",
    );
  }
  return lock.wildcards.flatMap(({ reaches: locked, ...wildcard }) =>
    Object.entries(reachOf(wildcard, catalog)).flatMap(([operation, risk]): Newcomer[] => {
      const was = Object.hasOwn(locked, operation) ? locked[operation] : undefined;
      if (was !== undefined && order.indexOf(risk) <= order.indexOf(was)) return [];
      const held = wildcard.effect === "grant" && order.indexOf(risk) >= order.indexOf("high");
      return [{ ...wildcard, operation, risk, ...(was !== undefined && { was }), held }];
    }),
  );
}

/**
 * The lock with newcomers taken in, as they are today. Those that are not named stay newcomers.
 * @param operations - ids that somebody has looked at
 * @throws {@link AuthorError} where one of them is no newcomer: what was acknowledged would not be what was meant
 */
export function acknowledge(
  lock: PolicyLock,
  catalog: CatalogReach,
  operations: readonly string[],
): PolicyLock {
  const newcomers = checkLock(lock, catalog);
  const stranger = operations.find((id) => !newcomers.some(({ operation }) => operation === id));
  if (stranger !== undefined) {
    const names = [...new Set(newcomers.map(({ operation }) => operation))].join(", ");
    throw new AuthorError(
      `${stranger} is no newcomer under any wildcard`,
      names === "" ? "There is nothing to acknowledge." : `Name some of: ${names}.`,
    );
  }
  const taken = newcomers.filter(({ operation }) => operations.includes(operation));
  return {
    ...lock,
    wildcards: lock.wildcards.map((wildcard) => {
      const mine = taken.filter((newcomer) => keyOf(newcomer) === keyOf(wildcard));
      const reached = {
        ...wildcard.reaches,
        ...Object.fromEntries(mine.map((each) => [each.operation, each.risk])),
      };
      const sorted = Object.entries(reached).toSorted(([a], [b]) => (a < b ? -1 : 1));
      return { ...wildcard, reaches: Object.fromEntries(sorted) };
    }),
  };
}

/** Newcomers for people, the held ones first. */
export function formatNewcomers(newcomers: readonly Newcomer[]): string {
  if (newcomers.length === 0) return "No operation has come under a wildcard since the lock was written.";
  return newcomers
    .toSorted((a, b) => Number(b.held) - Number(a.held))
    .map(({ operation, risk, was, policy, effect, pattern, held }) => {
      const change = was === undefined ? risk.toUpperCase() : `${was.toUpperCase()} -> ${risk.toUpperCase()}`;
      const state = held ? "  HELD until acknowledged" : "";
      return `${operation}  ${change}  ${effect} ${pattern} of ${policy}${state}`;
    })
    .join("\n");
}
