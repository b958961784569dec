/** The text with everything escaped that could move the cursor, hide text or change its order on a screen. */
export function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character === "\n" ? "\\n" : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

/** The same for text of several lines, which stay lines. */
export function plainLines(text: string): string {
  return text.split("\n").map(plain).join("\n");
}
