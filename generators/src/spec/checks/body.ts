import type { Check } from "../checks.ts";
import { operationsOf } from "../draft.ts";
import type { Schema } from "../schema-model.ts";
import { fieldPaths, follow, inputFields, type Lookup, refTo, schemaAt } from "../schemas.ts";
import { unknownName } from "./suggest.ts";

/** The fields of a body share one input with the parameters. */
export const bodyIsAnObject: Check = function* (draft) {
  for (const { shape, fault } of operationsOf(draft)) {
    const kind = shape.body && follow(refTo(shape.body.type), draft.lookup)?.kind;
    if (kind === undefined || kind === "object") continue;
    yield fault({
      code: "wrong_body",
      message: `a body is an object, and \`${shape.body!.type}\` is of the type ${kind}`,
      remedy: "Use a schema with `fields`.",
      path: ["body", "type"],
    });
  }
};

export const inputNamesAreUnique: Check = function* (draft) {
  for (const { shape, parameters, fault } of operationsOf(draft)) {
    if (shape.body === undefined) continue;
    const names = parameters.map(({ name }) => name);
    const fields = new Set(inputFields(refTo(shape.body.type), draft.lookup).map(({ name }) => name));
    for (const name of names.filter((parameter) => fields.has(parameter))) {
      yield fault({
        code: "ambiguous_input",
        message: `\`${name}\` is a field of the body \`${shape.body.type}\` too`,
        remedy: "Rename the parameter, and give its name on the wire with `name`.",
        path: ["parameters", name],
        on: "key",
      });
    }
    for (const [target, sources] of Object.entries(shape.body.flat ?? {})) {
      for (const source of [sources].flat().filter((flat) => names.includes(flat) || fields.has(flat))) {
        yield fault({
          code: "ambiguous_input",
          message: `\`${source}\` is a ${names.includes(source) ? "parameter" : "field of the body"} already`,
          remedy: "Choose another flat name.",
          path: ["body", "flat", target],
        });
      }
    }
  }
};

export const flatTargetsExist: Check = function* (draft) {
  for (const { shape, fault } of operationsOf(draft)) {
    const targets = Object.keys(shape.body?.flat ?? {});
    for (const target of targets) {
      const path = ["body", "flat", target];
      const body = shape.body!.type;
      if (follow(refTo(body), draft.lookup) === undefined) continue;
      if (schemaAt(refTo(body), target, draft.lookup) === undefined) {
        const fields = fieldPaths(refTo(body), draft.lookup, inputFields);
        yield fault({
          code: "unknown_field",
          ...unknownName(`\`${body}\` has no field`, target, fields),
          path,
          on: "key",
        });
      }
      const outer = targets.find((other) => target.startsWith(`${other}.`));
      if (outer !== undefined) {
        const message = `\`${target}\` lies within \`${outer}\`, which is a target itself`;
        yield fault({ code: "ambiguous_input", message, remedy: "Remove one of them.", path, on: "key" });
      }
    }
  }
};

/** A flat form that cannot give what the body must have could never be sent. */
export const flatFormIsComplete: Check = function* (draft) {
  for (const { shape, fault } of operationsOf(draft)) {
    const targets = Object.keys(shape.body?.flat ?? {});
    const outermost = new Set(targets.map((target) => target.split(".")[0]!));
    const body = shape.body && follow(refTo(shape.body.type), draft.lookup);
    for (const name of outermost) {
      const schema = body?.fields?.find((field) => field.name === name)?.schema;
      for (const path of schema ? unreached(schema, name, targets, draft.lookup) : []) {
        yield fault({
          code: "incomplete_flat_form",
          message: `\`${shape.body!.type}\` requires \`${path}\`, which the flat form cannot give`,
          remedy: `Add a flat name for \`${path}\`.`,
          path: ["body", "flat"],
          on: "key",
        });
      }
    }
  }
};

function unreached(schema: Schema, path: string, targets: readonly string[], lookup: Lookup): string[] {
  if (targets.includes(path)) return [];
  const fields = inputFields(schema, lookup);
  return fields.flatMap((field) => {
    const below = `${path}.${field.name}`;
    const isAbove = targets.some((target) => target.startsWith(`${below}.`));
    if (isAbove) return unreached(field.schema, below, targets, lookup);
    return field.required && !targets.includes(below) ? [below] : [];
  });
}
