import { closest } from "@arx/yaml";

/** The message and remedy for a name that stands for nothing; `denial` says of what, such as "there is no schema". */
export function unknownName(
  denial: string,
  name: string,
  candidates: Iterable<string>,
  remedy: string = "Declare it, or name another.",
): { readonly message: string; readonly remedy: string } {
  const meant = closest(name, candidates);
  const message = `${denial} \`${name}\``;
  return meant === undefined
    ? { message, remedy }
    : { message: `${message}; did you mean \`${meant}\`?`, remedy: `Write \`${meant}\`.` };
}
