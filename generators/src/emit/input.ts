import type { Spec } from "../spec/model.ts";
import type { Operation, Parameter } from "../spec/operation-model.ts";
import type { Field, Schema } from "../spec/schema-model.ts";
import { fieldsOf, schemaNamed } from "./payloads.ts";

/** What a caller gives to an operation: path parameters one by one, all else in one flat object. */
export interface OperationInput {
  readonly path: readonly Parameter[];
  /** Query and header parameters, then the fields of the body. */
  readonly options: readonly Field[];
  /** The short form of the options, where the spec has one. */
  readonly flat?: readonly FlatMember[];
  /** Whether members that the spec does not list are taken. */
  readonly open: boolean;
  /** Whether the options may be left out. */
  readonly optional: boolean;
}

/** A member of the short form; of a `partial` one, no field is required. */
export type FlatMember = Field & { readonly partial?: boolean };

/** The input of an operation as the client, the schemas, the docs and the tests see it. */
export function inputOf(spec: Spec, operation: Operation): OperationInput {
  const parameters = operation.parameters.filter((parameter) => parameter.in !== "path").map(asField);
  const body = operation.body && bodyOf(spec, operation.body.schema);
  const fields = body ? fieldsOf(body, "input") : [];
  // Where the body may be left out, so may each of its fields.
  const members = operation.body?.required === false ? fields.map(optional) : fields;
  const options = [...parameters, ...members];
  const flat = operation.body?.flat ? [...parameters, ...flatFields(operation, members)] : undefined;
  return {
    path: operation.parameters.filter((parameter) => parameter.in === "path"),
    options,
    ...(flat && { flat }),
    open: body?.open === true,
    optional: !(flat ?? options).some(({ required }) => required),
  };
}

/** An object schema of these fields. */
export function objectOf(fields: readonly Field[], open: boolean, summary?: string): Schema {
  return { kind: "object", fields, ...(open && { open }), ...(summary && { summary }) };
}

/** A parameter as a member of the options. */
export function asField({ name, required, schema }: Parameter): Field {
  return { name, required, readOnly: false, writeOnly: false, schema };
}

/** The type of a positional argument of the client. */
export function argumentType(schema: Schema): "string" | "number" | "boolean" {
  if (schema.kind === "integer" || schema.kind === "number") return "number";
  return schema.kind === "boolean" ? "boolean" : "string";
}

function bodyOf(spec: Spec, name: string): Schema {
  const schema = schemaNamed(spec, name);
  return schema.ref ? bodyOf(spec, schema.ref) : schema;
}

/**
 * What the API assumes of a parameter that is left out, to be said out loud where something changes: an approver sees
 * it and the approval binds it. A read is sent as it was asked, unless the spec says which default it sends. A value that
 * nobody chose raises no risk.
 */
export function assumed(
  operation: Operation,
  { name, required, schema }: Pick<Field, "name" | "required" | "schema">,
): unknown {
  const isRead = operation.method === "GET" || operation.method === "HEAD";
  const isLeft =
    isRead && !operation.parameters.some((parameter) => parameter.name === name && parameter.sent);
  const raises = operation.raise.some(
    ({ input, is = schema.default }) => input.split(".")[0] === name && is === schema.default,
  );
  // Defaults alone don't make a body that was left out.
  const optionalBody = operation.body?.required === false && !isParameter(operation, name);
  return isLeft || raises || required || optionalBody ? undefined : schema.default;
}

/** Whether an option goes into the query or a header, not the body. */
export function isParameter({ parameters }: Operation, name: string): boolean {
  return parameters.some((parameter) => parameter.name === name);
}

/** The flat names, then the members of the body; one that a flat name reaches into holds only what is left to say. */
function flatFields(operation: Operation, members: readonly Field[]): FlatMember[] {
  const flat = operation.body?.flat ?? [];
  const names = [...new Set(flat.flatMap(({ sources }) => sources))];
  const covered = new Set(flat.map(({ target }) => target.split(".")[0]));
  const renamed = new Set(flat.map(({ target }) => target));
  return [
    ...names.map((name): FlatMember => {
      const own =
        flat.find(({ sources }) => sources[0] === name) ?? flat.find(({ sources }) => sources.includes(name));
      if (!own) throw new Error(`${operation.id}: ${name} leads nowhere`);
      const required = flat.some(
        (field) => field.required && field.sources.every((source) => source === name),
      );
      return { name, required, readOnly: false, writeOnly: false, schema: own.schema };
    }),
    ...members
      .filter(({ name }) => !renamed.has(name))
      .map((member) => (covered.has(member.name) ? partial(member) : member)),
  ];
}

function partial(member: Field): FlatMember {
  return { ...optional(member), partial: true };
}

function optional(field: Field): Field {
  return { ...field, required: false };
}
