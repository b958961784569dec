import { format as oxfmt } from "oxfmt";

/** A file as an emitter makes it; `path` counts from the root of the repository, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The line that says where a file comes from and that it is not the place to change it. */
export function notice(origin: string): string {
  return `Generated from ${origin} by \`pnpm generate\`. Do not edit.`;
}

/** A value as a TypeScript or JSON literal. Members that are `undefined` are left out. */
export function literal(value: unknown): string {
  return JSON.stringify(value) ?? "undefined";
}

/** A property name, quoted only where it has to be. */
export function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
}

/** `listUsers` -> `ListUsers`. */
export function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** `my-api` -> `myApi`. */
export function camel(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Text for a comment: it can't end the comment that it stands in, and its lines are no longer than ours. */
export function comment(text: string): string {
  return text.replaceAll("*/", "*\\/").split("\n").map(wrapped).join("\n");
}

function wrapped(line: string): string {
  const lines = [""];
  for (const word of line.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (longer.length > 100) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.join("\n");
}

/** The comment that documents what follows it. */
export function doc(text: string): string {
  const lines = comment(text).split("\n");
  return lines.length === 1
    ? `/** ${lines[0]} */`
    : ["/**", ...lines.map((line) => ` * ${line}`), " */"].join("\n");
}

/** `parcelId` -> `parcel id`. */
export function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll("_", " ");
}

/** The file in the repository's own format. @throws Error if the text does not parse: an emitter's mistake */
export async function formatted(file: SourceFile): Promise<SourceFile> {
  const { code, errors } = await oxfmt(file.path, file.text, { printWidth: 110 });
  const fault = errors[0];
  if (fault) throw new Error(`${file.path} does not parse: ${fault.message}\n${fault.codeframe ?? ""}`);
  return { path: file.path, text: code };
}
