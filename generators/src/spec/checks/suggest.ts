import { closest } from "@arx/yaml";

/** The message and remedy for a name that stands for nothing. */
export function unknownName(
  kind: string,
  name: string,
  candidates: Iterable<string>,
  remedy: string = `Declare it, or name another ${kind}.`,
): { readonly message: string; readonly remedy: string } {
  const meant = closest(name, candidates);
  const message = `there is no ${kind} \`${name}\``;
  return meant === undefined
    ? { message, remedy }
    : { message: `${message}; did you mean \`${meant}\`?`, remedy: `Write \`${meant}\`.` };
}
