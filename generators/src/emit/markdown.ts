/** A table; cells may hold any inline Markdown. Empty where there is no row. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0
    ? ""
    : [line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A list of `name: value`; what has no value is left out. */
export function facts(rows: readonly (readonly [name: string, value: string])[]): string {
  return rows
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `- ${name}: ${value}`)
    .join("\n");
}

/** A block of code. */
export function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** A value or name within a line. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** `1 operation`, `2 operations`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(" | ")} |`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
