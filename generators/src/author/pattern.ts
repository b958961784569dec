/** Whether a text is what a pattern says, in which `*` stands for any run of characters and all else for itself. */
export function fits(text: string, pattern: string): boolean {
  const [head = "", ...pieces] = pattern.split("*");
  const tail = pieces.pop();
  if (tail === undefined) return text === head;
  if (!text.startsWith(head) || !text.endsWith(tail) || text.length < head.length + tail.length) return false;
  let from = head.length;
  for (const piece of pieces) {
    const at = text.indexOf(piece, from);
    if (at === -1) return false;
    from = at + piece.length;
  }
  return from <= text.length - tail.length;
}

/**
 * Whether a policy's pattern names an operation: as {@link fits}, but `*` never crosses the colon.
 * Policies are decided elsewhere, by the same rule; here it only says what a wildcard reaches.
 */
export function reaches(pattern: string, id: string): boolean {
  const [patterns, parts] = [pattern.split(":"), id.split(":")];
  return patterns.length === parts.length && patterns.every((segment, index) => fits(parts[index]!, segment));
}

/** Whether a pattern can name operations that do not exist yet. */
export function isWildcard(pattern: string): boolean {
  return pattern.includes("*");
}
