import type { Operation, Parameter } from "../../spec/operation-model.ts";
import type { Schema } from "../../spec/schema-model.ts";
import type { Lookup } from "../../spec/schemas.ts";
import type { ApiDocument } from "../openapi/document.ts";
import { type ApiOperation, jsonSchemaOf, successOf } from "../openapi/operations.ts";
import type { RawParameter } from "../openapi/raw.ts";
import { viewOf } from "../openapi/view.ts";
import { agrees, kindOf, type SchemaComparison, tellMembers } from "./compare-schemas.ts";
import type { Finding } from "./finding.ts";

/** What a comparison needs beside the two operations. */
export interface Comparing {
  readonly document: ApiDocument;
  readonly lookup: Lookup;
  readonly schemas: SchemaComparison;
  readonly tell: (finding: Finding) => void;
}

/** Tells every difference between an operation of a spec and the same one of a document. */
export function compareOperation(ours: Operation, theirs: ApiOperation, comparing: Comparing): void {
  const { tell } = comparing;
  if (theirs.deprecated)
    tell({ difference: "operation_deprecated", at: ours.id, detail: "it is deprecated" });
  compareScopes(ours, theirs, tell);
  compareParameters(ours, theirs, comparing);
  compareBodies(ours, theirs, comparing);
  compareResults(ours, theirs, comparing);
}

function compareScopes(ours: Operation, theirs: ApiOperation, tell: Comparing["tell"]): void {
  const own = new Set(ours.scopes);
  const enough = theirs.scopes.some((set) => set.length === own.size && set.every((scope) => own.has(scope)));
  if (enough) return;
  const asked = new Set(theirs.scopes[0]);
  for (const scope of asked.difference(own)) {
    tell({ difference: "scope_new", at: `${ours.id} scopes.${scope}`, detail: "the document asks for it" });
  }
  for (const scope of own.difference(asked)) {
    tell({
      difference: "scope_lost",
      at: `${ours.id} scopes.${scope}`,
      detail: "the document does not ask for it",
    });
  }
}

function compareParameters(ours: Operation, theirs: ApiOperation, comparing: Comparing): void {
  const { tell } = comparing;
  const own = new Map(ours.parameters.map((parameter) => [keyOf(parameter.in, parameter.wire), parameter]));
  const known = new Map(
    theirs.parameters.map((parameter) => [keyOf(parameter.in, parameter.name), parameter]),
  );
  // Path parameters have no name on the wire; only their number and order count, which the request has already.
  const isNamed = (key: string): boolean => !key.startsWith("path ");
  for (const [key, parameter] of known) {
    if (!isNamed(key)) continue;
    const mine = own.get(key);
    const at = `${ours.id} parameters.${mine?.name ?? parameter.name}`;
    if (mine) compareParameter(mine, parameter, at, comparing);
    else if (parameter.required) tell({ difference: "required_new", at, detail: `a required ${key}` });
    else tell({ difference: "parameter_new", at, detail: `an optional ${key}` });
  }
  for (const [key, parameter] of own) {
    if (!isNamed(key) || known.has(key)) continue;
    tell({
      difference: "parameter_lost",
      at: `${ours.id} parameters.${parameter.name}`,
      detail: `the document has no ${key}`,
    });
  }
}

const keyOf = (place: string, wire: string): string =>
  `${place} ${place === "header" ? wire.toLowerCase() : wire}`;

function compareParameter(
  ours: Parameter,
  theirs: RawParameter,
  at: string,
  { document, lookup, tell }: Comparing,
): void {
  const view = viewOf(document, theirs.schema ?? {});
  if (theirs.required && !ours.required) {
    tell({ difference: "required_new", at, detail: "the document requires it" });
  }
  if (theirs.deprecated) tell({ difference: "parameter_deprecated", at, detail: "it is deprecated" });
  const schema = followed(ours.schema, lookup);
  const kind = kindOf(view);
  // A list travels as text, its values joined by commas.
  const isJoined = kind === "array" && schema.kind === "string" && theirs.explode === false;
  if (kind === "anything" || isJoined) return;
  if (!agrees(schema, kind)) {
    tell({ difference: "type_changed", at, detail: `${schema.kind} here, ${kind} in the document` });
    return;
  }
  if (kind === "text") tellMembers(schema, view, at, tell);
  if (JSON.stringify(schema.default) !== JSON.stringify(view.default)) {
    const [mine, other] = [schema.default, view.default].map((value) => JSON.stringify(value) ?? "nothing");
    tell({ difference: "parameter_default", at, detail: `${mine} here, ${other} in the document` });
  }
}

function followed(schema: Schema, lookup: Lookup): Schema {
  const target = schema.ref === undefined ? undefined : lookup(schema.ref);
  return target === undefined ? schema : followed(target, lookup);
}

function compareBodies(ours: Operation, theirs: ApiOperation, { schemas, tell }: Comparing): void {
  const known = theirs.body && (jsonSchemaOf(theirs.body) ?? {});
  const at = `${ours.id} body`;
  if (known !== undefined && ours.body === undefined) {
    const difference = theirs.body?.required ? "required_new" : "body_new";
    tell({
      difference,
      at,
      detail: theirs.body?.required ? "the document requires one" : "the document has one",
    });
  } else if (known === undefined && ours.body !== undefined) {
    tell({ difference: "body_lost", at, detail: "the document has none" });
  } else if (known !== undefined && ours.body !== undefined) {
    if (theirs.body?.required && !ours.body.required) {
      tell({ difference: "required_new", at, detail: "the document requires it" });
    }
    schemas.compare({ kind: "ref", ref: ours.body.schema }, known, at, "sent");
  }
}

function compareResults(ours: Operation, theirs: ApiOperation, { schemas, tell }: Comparing): void {
  const success = successOf(theirs);
  const known = success && jsonSchemaOf(success.response);
  const at = `${ours.id} result`;
  if (ours.result.kind === "none") {
    if (known !== undefined) tell({ difference: "result_new", at, detail: "the document has one" });
  } else if (known === undefined) {
    tell({ difference: "result_lost", at, detail: "the document has none" });
  } else {
    schemas.compare(ours.result.schema, known, at, "answered");
  }
}
