import type { OperationShape } from "../../spec/shape.ts";
import { AuthorError } from "../author-error.ts";
import type { ApiDocument } from "../openapi/document.ts";
import type { ApiOperation } from "../openapi/operations.ts";
import type { RawParameter } from "../openapi/raw.ts";
import { isArray, isObject, viewOf } from "../openapi/view.ts";
import { scalarNode } from "./scalar.ts";
import type { Comments } from "./schema.ts";
import { camelCase, phraseOf, wordsOf } from "./words.ts";

type Parameters = NonNullable<OperationShape["parameters"]>;
type Parameter = Parameters[string];

/** Parameters as the spec has them, the path with our names in its braces, and what was left out. */
export interface ImportedParameters {
  readonly path: string;
  readonly parameters: Parameters;
  readonly notes: readonly string[];
}

/** Headers that the transport sets itself, which no input may choose. */
const ownHeaders =
  /^(accept|accept-encoding|authorization|connection|content-(length|type)|cookie|host|user-agent)$/i;

/**
 * Turns an operation's parameters into the spec's.
 * @param taken - names that mean something else in the same input: the fields of the body
 * @throws {@link AuthorError} where one that is required cannot be said in a spec
 */
export function importParameters(
  document: ApiDocument,
  operation: ApiOperation,
  taken: ReadonlySet<string>,
  comments: Comments,
): ImportedParameters {
  const parameters: Record<string, Parameter> = {};
  const notes: string[] = [];
  let { path } = operation;
  for (const raw of operation.parameters) {
    const made = parameterOf(document, raw, comments);
    if (typeof made === "string") {
      if (raw.required && !ownHeaders.test(raw.name)) {
        throw new AuthorError(`${raw.name}: ${made}`, "Write this operation by hand.");
      }
      notes.push(`Left out: ${raw.name} (${made}).`);
      continue;
    }
    const name = nameFor(raw, (candidate) => candidate in parameters || taken.has(candidate));
    if (raw.in === "path") path = path.replaceAll(`{${raw.name}}`, `{${name}}`);
    else if (name !== raw.name) made.name = raw.name;
    parameters[name] = made;
  }
  return { path, parameters, notes };
}

function parameterOf(document: ApiDocument, raw: RawParameter, comments: Comments): Draft | string {
  if (raw.in === "cookie") return "a cookie";
  if (raw.in === "header" && ownHeaders.test(raw.name)) return "the connector sets this header itself";
  if (raw.content) return "its value is a document";
  const view = viewOf(document, raw.schema ?? {});
  const summary = phraseOf(raw.description ?? view.description, 100);
  const isList = isArray(view);
  if (isList && (raw.explode ?? raw.style !== "simple")) return "it is repeated for each value";
  if (isObject(view) || view.choice?.every(isObject)) return "its value is an object";
  const plain = isList ? { ...viewOf(document, {}), types: ["string"] } : { ...view, nullable: false };
  const node = scalarNode({ ...plain, example: raw.example ?? plain.example }, comments, summary);
  // Text is what a parameter is unless it says otherwise.
  if (node.type === "any" || node.type === "string") delete node.type;
  const note = [
    comments.get(node),
    isList && "Several values are joined by commas.",
    raw.deprecated && "Deprecated.",
  ];
  const made = {
    in: raw.in,
    ...node,
    ...(raw.required && raw.in !== "path" && { required: true }),
  } as Draft;
  const comment = note.filter(Boolean).join(" ");
  if (comment !== "") comments.set(made, comment);
  return made;
}

type Draft = { -readonly [K in keyof Parameter]: Parameter[K] };

/** The vendor's name where it is one of ours, else one made of its words; never one that is taken. */
function nameFor(raw: RawParameter, taken: (name: string) => boolean): string {
  const own = /^[A-Za-z_]\w*$/.test(raw.name) ? raw.name : camelCase(wordsOf(raw.name));
  const candidates = [own, camelCase([raw.in, ...wordsOf(raw.name)])];
  const free = candidates.find((candidate) => candidate !== "" && !taken(candidate));
  if (free === undefined) {
    throw new AuthorError(
      `the parameter ${raw.name} has no name that is free`,
      "Write this operation by hand.",
    );
  }
  return free;
}
