/**
 * A glob over ids: anchored, case-sensitive, `*` stands for any run of characters but `:`.
 * The cost of a test is linear in the id, whatever the pattern.
 */
export interface Glob {
  readonly pattern: string;
  matches(id: string): boolean;
}

/** Prepares a pattern in which {@link globFault} finds nothing wrong. */
export function compileGlob(pattern: string): Glob {
  if (!pattern.includes("*")) return { pattern, matches: (id) => id === pattern };
  const segments = pattern.split(":").map((segment) => segment.split("*"));
  return {
    pattern,
    matches: (id) => {
      const parts = id.split(":");
      return parts.length === segments.length && segments.every((pieces, i) => fits(parts[i]!, pieces));
    },
  };
}

/** Whether `text` is made of the pieces in their order, with anything between them. */
function fits(text: string, [head = "", ...rest]: readonly string[]): boolean {
  const tail = rest.pop();
  if (tail === undefined) return text === head;
  if (!text.startsWith(head) || !text.endsWith(tail)) return false;
  let from = head.length;
  for (const piece of rest) {
    const at = text.indexOf(piece, from);
    if (at === -1) return false;
    from = at + piece.length;
  }
  return from <= text.length - tail.length;
}

/** What is wrong with a pattern, and what to do about it. */
export interface GlobFault {
  readonly code: "bare_wildcard" | "not_a_glob";
  readonly message: string;
  readonly remedy: string;
}

const foreign = /[\\^$|?+!(),[\]{}\s]|\*\*/u;

/**
 * Finds what makes a pattern no glob, so that nothing is taken for a regular expression and then matches nothing.
 * @param everything - what to write instead of a bare `*`, as a whole sentence
 */
export function globFault(pattern: string, everything: string): GlobFault | undefined {
  if (/^\*+$/.test(pattern)) {
    return { code: "bare_wildcard", message: `a bare \`${pattern}\` is refused`, remedy: everything };
  }
  const found = foreign.exec(pattern)?.[0];
  if (found === undefined) return undefined;
  return {
    code: "not_a_glob",
    message: `\`${found}\` has no place in the pattern \`${pattern}\``,
    remedy:
      "Patterns know one sign, `*`, for any run of characters but `:`. Write alternatives as patterns of their own.",
  };
}
