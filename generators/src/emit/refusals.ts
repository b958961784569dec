import type { Spec } from "../spec/model.ts";
import type { Operation } from "../spec/operation-model.ts";
import type { Field, Schema } from "../spec/schema-model.ts";
import { inputOf } from "./input.ts";
import { schemaNamed } from "./payloads.ts";
import { exampleInput } from "./sample.ts";

/** An input that must be refused, and what is wrong with it. */
export interface Refusal {
  readonly fault: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Inputs with one fault each: the target, what is required, what is unknown, each bound or type. */
export function refusals(spec: Spec, operation: Operation): Refusal[] {
  const { path, options, open } = inputOf(spec, operation);
  const good = exampleInput(spec, operation);
  const without = (name: string): Record<string, unknown> =>
    Object.fromEntries(Object.entries(good).filter(([other]) => other !== name));
  return [
    ...path.flatMap(({ name, schema }) =>
      schema.kind === "string"
        ? [
            { fault: `an empty ${name}`, input: { ...good, [name]: "" } },
            { fault: `.. as ${name}`, input: { ...good, [name]: ".." } },
            { fault: `a/b as ${name}`, input: { ...good, [name]: "a/b" } },
          ]
        : [],
    ),
    ...[...path, ...options.filter(({ required }) => required)].map(({ name }) => ({
      fault: `no ${name}`,
      input: without(name),
    })),
    ...options.flatMap((field) => {
      const wrong = misfit(spec, field);
      return wrong === undefined
        ? []
        : [{ fault: wrong.fault, input: { ...good, [field.name]: wrong.value } }];
    }),
    ...(open ? [] : [{ fault: "a key that the operation does not have", input: { ...good, notAKey: true } }]),
  ];
}

/** A value just outside of what a field takes, or of another type. */
function misfit(spec: Spec, { name, schema }: Field): { fault: string; value: unknown } | undefined {
  const resolved: Schema = schema.ref ? schemaNamed(spec, schema.ref) : schema;
  const { kind, minimum, maximum, minLength, maxLength } = resolved;
  if (maximum !== undefined) return { fault: `${name} over ${maximum}`, value: maximum + 1 };
  if (minimum !== undefined) return { fault: `${name} under ${minimum}`, value: minimum - 1 };
  if (maxLength !== undefined)
    return { fault: `${name} longer than ${maxLength} characters`, value: "x".repeat(maxLength + 1) };
  if (minLength !== undefined && minLength > 0)
    return { fault: `${name} shorter than ${minLength} characters`, value: "x".repeat(minLength - 1) };
  if (resolved.enum && resolved.closed)
    return { fault: `no member of its enum as ${name}`, value: "NONE_OF_THESE" };
  switch (kind) {
    case "any":
      return undefined;
    case "string":
      return { fault: `a number as ${name}`, value: 7 };
    case "date-time":
      return { fault: `no time as ${name}`, value: "yesterday" };
    default:
      return { fault: `a text as ${name}`, value: "text" };
  }
}
