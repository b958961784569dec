import { isWildcard } from "../pattern.ts";

/** A policy as it is loaded, as far as its reach goes. */
export interface PolicyReach {
  readonly name: string;
  readonly connector: string;
  readonly operations?: readonly string[] | undefined;
  readonly deny?: readonly string[] | undefined;
}

/** A wildcard of a policy, under which operations fall that its author has not seen. */
export interface Wildcard {
  readonly policy: string;
  readonly effect: "grant" | "deny";
  readonly pattern: string;
}

/** The wildcards of the policies for a connector, by policy, effect and pattern. */
export function wildcardsOf(policies: readonly PolicyReach[], connector: string): Wildcard[] {
  return policies
    .filter((policy) => policy.connector === connector)
    .flatMap(({ name, operations = [], deny = [] }) => [
      ...wildcards(name, "deny", deny),
      ...wildcards(name, "grant", operations),
    ])
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function wildcards(policy: string, effect: Wildcard["effect"], patterns: readonly string[]): Wildcard[] {
  return [...new Set(patterns)].filter(isWildcard).map((pattern) => ({ policy, effect, pattern }));
}

/** One word for a wildcard; names have no blanks. */
const keyOf = ({ policy, effect, pattern }: Wildcard): string => `${policy} ${effect} ${pattern}`;
