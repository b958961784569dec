import { compileGlob } from "./glob.ts";

/** Agents that the same patterns match: policies can't tell them apart. */
export interface AgentClass {
  /** An agent id of this class. */
  readonly agentId: string;
  /** The patterns that match it, in the order given; none for agents that no policy names. */
  readonly patterns: readonly string[];
}

const stateBound = 20_000;

/**
 * Finds every class of agents that the globs tell apart, overlaps of them too (`soc-*` and `*-prod` make four). The
 * globs run side by side over all texts, shortest first, until no text tells anything new.
 * @throws RangeError if there are too many to look at
 */
export function agentClasses(patterns: readonly string[]): readonly AgentClass[] {
  const globs = patterns.map((pattern) => ({ pattern, matches: compileGlob(pattern).matches }));
  const literals = new Set(patterns.join("").replaceAll("*", "").split(""));
  // One character stands for all that no pattern holds.
  const alphabet = new Set([otherThan(literals), ":", ...literals]);
  const classes = new Map<string, AgentClass>();
  const start = patterns.map(() => new Set([0]));
  const seen = new Set([keyOf(start)]);
  let edge: { readonly text: string; readonly state: readonly ReadonlySet<number>[] }[] = [
    { text: "", state: start },
  ];
  while (edge.length > 0) {
    const next: typeof edge = [];
    for (const { text, state } of edge) {
      for (const character of alphabet) {
        const longer = text + character;
        const reached = state.map((places, i) => step(patterns[i]!, places, character));
        const matching = globs.filter(({ matches }) => matches(longer)).map(({ pattern }) => pattern);
        const signature = JSON.stringify(matching);
        if (!classes.has(signature)) classes.set(signature, { agentId: longer, patterns: matching });
        const key = keyOf(reached);
        if (seen.has(key)) continue;
        if (seen.size === stateBound)
          throw new RangeError("the agent patterns overlap in too many ways to compare them all");
        seen.add(key);
        next.push({ text: longer, state: reached });
      }
    }
    edge = next;
  }
  return [...classes.values()].toSorted((a, b) => compare(a.patterns.join(" "), b.patterns.join(" ")));
}

function otherThan(literals: ReadonlySet<string>): string {
  for (let code = "~".charCodeAt(0); ; code++) {
    if (!literals.has(String.fromCharCode(code))) return String.fromCharCode(code);
  }
}

/** Where a pattern may stand after one more character; a `*` stays where it is, and may also end. */
function step(pattern: string, places: ReadonlySet<number>, character: string): ReadonlySet<number> {
  const reached = new Set<number>();
  for (const place of places) {
    for (let at = place; ; at++) {
      const sign = pattern[at];
      if (sign === "*" && character !== ":") reached.add(at);
      if (sign === character) reached.add(at + 1);
      if (sign !== "*") break;
    }
  }
  return reached;
}

const keyOf = (state: readonly ReadonlySet<number>[]): string =>
  state.map((places) => [...places].toSorted((a, b) => a - b).join()).join(";");

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
