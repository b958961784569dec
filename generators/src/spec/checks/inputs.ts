import type { Diagnostic, Path } from "@arx/yaml";
import type { Draft, OperationDraft } from "../draft.ts";
import type { Schema } from "../schema-model.ts";
import { fieldPaths, inputFields, refTo, schemaAt } from "../schemas.ts";
import { placeholders } from "../template.ts";
import { unknownName } from "./suggest.ts";

/** The schema of an input: a parameter, or a path into the body. */
export function inputAt(
  { parameters, shape }: OperationDraft,
  path: string,
  draft: Draft,
): Schema | "anything" | undefined {
  const parameter = parameters.find(({ name }) => name === path);
  if (parameter) return parameter.schema;
  return shape.body && schemaAt(refTo(shape.body.type), path, draft.lookup);
}

/** One diagnostic for each `{name}` of a template that is no input of the operation. */
export function* unknownInputs(
  operation: OperationDraft,
  template: string,
  path: Path,
  draft: Draft,
): Generator<Diagnostic> {
  for (const name of placeholders(template)) {
    if (inputAt(operation, name, draft) === undefined)
      yield operation.fault({ ...unknownInput(operation, name, draft), path });
  }
}

/** Code, message and remedy for a name that is no input. */
export function unknownInput(
  { id, parameters, shape }: OperationDraft,
  name: string,
  draft: Draft,
): { readonly code: string; readonly message: string; readonly remedy: string } {
  const code = "unknown_input";
  const flat = Object.entries(shape.body?.flat ?? {}).find(([, sources]) => [sources].flat().includes(name));
  if (flat) {
    return {
      code,
      message: `\`${name}\` is only a flat name of \`${flat[0]}\``,
      remedy: `Write \`${flat[0]}\`.`,
    };
  }
  const fields = shape.body ? fieldPaths(refTo(shape.body.type), draft.lookup, inputFields) : [];
  const names = parameters.map((parameter) => parameter.name).concat(fields);
  return { code, ...unknownName(`\`${id}\` has no input`, name, names) };
}
