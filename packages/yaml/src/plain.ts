/** Controls, invisible formatting (what reverses the order of reading is part of it), and other signs that end a line. */
const steering = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const replacement = "\ufffd";

/** The text on one line, with everything escaped that would steer a terminal instead of being shown. */
export function escapeText(text: string): string {
  return text.replace(steering, (sign) =>
    sign === "\n" ? "\\n" : `\\u{${sign.codePointAt(0)?.toString(16)}}`,
  );
}

/** The same for lines that stay lines; each sign in UTF-16 stays as wide as it is, so that columns hold. */
export function pictureText(text: string): string {
  return text.replace(steering, (sign, at: number) => {
    if (sign === "\n" || sign === "\t" || (sign === "\r" && text[at + 1] === "\n")) return sign;
    const code = sign.charCodeAt(0);
    if (code === 0x7f) return "\u2421";
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : replacement.repeat(sign.length);
  });
}
