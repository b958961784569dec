/** Agents that the same patterns match: policies can't tell them apart. */
export interface AgentClass {
  /** An agent id of this class. */
  readonly agentId: string;
  /** The patterns that match it, in the order given; none for agents that no policy names. */
  readonly patterns: readonly string[];
}

/** Where patterns stand after a text, each by its number; those that can match no longer text have no place. */
type State = ReadonlyMap<number, ReadonlySet<number>>;

/** How many patterns may be moved on by a character, all in all; some hundred milliseconds. */
const stepBound = 1_000_000;

/**
 * Finds every class of agents that the globs tell apart, overlaps of them too (`soc-*` and `*-prod` make four). The
 * globs run side by side over all texts, shortest first, until no text tells anything new.
 * @throws RangeError if there are too many to look at
 */
export function agentClasses(patterns: readonly string[]): readonly AgentClass[] {
  // One character stands for all that no pattern holds.
  const other = otherThan(new Set(patterns.join("")));
  const classes = new Map<string, AgentClass>();
  const start: State = new Map(patterns.map((_, i) => [i, new Set([0])]));
  const seen = new Set([keyOf(start)]);
  let steps = 0;
  let edge: { readonly text: string; readonly state: State }[] = [{ text: "", state: start }];
  while (edge.length > 0) {
    const next: typeof edge = [];
    for (const { text, state } of edge) {
      for (const character of new Set([other, ":", ...charactersAhead(patterns, state)])) {
        steps += state.size;
        if (steps > stepBound)
          throw new RangeError("the agent patterns overlap in too many ways to compare them all");
        const longer = text + character;
        const reached = stepAll(patterns, state, character);
        const matching = [...reached].filter(([i, places]) => ends(patterns[i]!, places)).map(([i]) => i);
        const signature = matching.join();
        if (!classes.has(signature))
          classes.set(signature, { agentId: longer, patterns: matching.map((i) => patterns[i]!) });
        const key = keyOf(reached);
        if (seen.has(key)) continue;
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

/** The characters that a pattern waits for; all others move it alike. */
function charactersAhead(patterns: readonly string[], state: State): readonly string[] {
  return [...state].flatMap(([i, places]) =>
    [...places].flatMap((place) => /^\**([^*])/.exec(patterns[i]!.slice(place))?.[1] ?? []),
  );
}

function stepAll(patterns: readonly string[], state: State, character: string): State {
  const moved = [...state].map(([i, places]) => [i, step(patterns[i]!, places, character)] as const);
  return new Map(moved.filter(([, places]) => places.size > 0));
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

/** Whether a pattern that may stand there matches what it has read. */
const ends = (pattern: string, places: ReadonlySet<number>): boolean =>
  [...places].some((place) => /^\**$/.test(pattern.slice(place)));

const keyOf = (state: State): string =>
  [...state].map(([i, places]) => `${i}:${[...places].toSorted((a, b) => a - b).join()}`).join(";");

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
