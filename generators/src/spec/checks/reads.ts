import type { Diagnostic, Path } from "@arx/yaml";
import type { Check } from "../checks.ts";
import { type Draft, type OperationDraft, operationsOf } from "../draft.ts";
import type { Scalar, Schema } from "../schema-model.ts";
import { resolveRead } from "../resolve.ts";
import { allFields, fieldPaths, follow, schemaAt } from "../schemas.ts";
import { placeholders } from "../template.ts";
import { inputAt, unknownInput, unknownInputs } from "./inputs.ts";
import { unknownName } from "./suggest.ts";

const kinds = ["reconcile", "preview"] as const;

export const boundReadIsAGet: Check = function* (draft) {
  for (const { shape, fault } of operationsOf(draft)) {
    for (const kind of kinds) {
      const read = draft.operations.get(shape[kind]?.read ?? "");
      if (read === undefined || read.method === "GET") continue;
      yield fault({
        code: "wrong_read",
        message: `\`${read.id}\` is a ${read.method}, and a ${kind} must change nothing`,
        remedy: "Name an operation that is a GET.",
        path: [kind, "read"],
      });
    }
  }
};

export const boundReadGetsItsParameters: Check = function* (draft) {
  for (const operation of operationsOf(draft)) {
    for (const kind of kinds) {
      const bound = operation.shape[kind];
      const read = draft.operations.get(bound?.read ?? "");
      if (bound === undefined || read === undefined) continue;
      yield* bindingFaults(operation, kind, bound, read, draft);
    }
  }
};

function* bindingFaults(
  operation: OperationDraft,
  kind: (typeof kinds)[number],
  bound: NonNullable<OperationDraft["shape"][(typeof kinds)[number]]>,
  read: OperationDraft,
  draft: Draft,
): Generator<Diagnostic> {
  const names = read.parameters.map(({ name }) => name);
  for (const name of Object.keys(bound.with ?? {}).filter((key) => !names.includes(key))) {
    const path = [kind, "with", name];
    yield operation.fault({
      code: "unknown_parameter",
      ...unknownName(`\`${read.id}\` has no parameter`, name, names),
      path,
      on: "key",
    });
  }
  const bindings = resolveRead(bound, draft).with;
  for (const { name, required, schema } of read.parameters) {
    const template = bindings[name];
    const path: Path = bound.with === undefined ? [kind, "read"] : [kind, "with", name];
    if (template !== undefined) {
      yield* unknownInputs(operation, template, path, draft);
      yield* wrongKind(operation, template, { what: `\`${name}\` of \`${read.id}\``, schema, path }, draft);
    } else if (required) {
      yield operation.fault({
        code: "missing_binding",
        message: `\`${read.id}\` needs \`${name}\`, which is not bound`,
        remedy: `Add \`${name}\` under \`with\`.`,
        path: [kind, "with"],
        on: "key",
      });
    }
  }
}

/** A title and fields are of one thing. */
export const previewShowsOneThing: Check = function* (draft) {
  for (const { shape, fault } of operationsOf(draft)) {
    const read = draft.operations.get(shape.preview?.read ?? "");
    if (read === undefined) continue;
    const list =
      read.result === undefined ||
      follow(read.result, draft.lookup)?.kind === "array" ||
      read.shape.items !== undefined;
    if (!list) continue;
    yield fault({
      code: "wrong_read",
      message: `\`${read.id}\` ${read.result === undefined ? "answers nothing" : "is a list"}, and a preview shows one thing`,
      remedy: "Name the read of a single target.",
      path: ["preview", "read"],
    });
  }
};

export const shownFieldsExist: Check = function* (draft) {
  for (const { shape, fault } of operationsOf(draft)) {
    const answer = answerOf(shape.preview?.read, draft);
    if (answer === undefined) continue;
    const fields = [
      ...placeholders(shape.preview?.title ?? "").map((field) => ({ field, path: ["preview", "title"] })),
      ...(shape.preview?.show ?? []).map((field, index) => ({ field, path: ["preview", "show", index] })),
      ...(shape.preview?.replaces === undefined
        ? []
        : [{ field: shape.preview.replaces, path: ["preview", "replaces"] }]),
      ...(shape.precondition ?? []).map((field, index) => ({ field, path: ["precondition", index] })),
    ];
    for (const { field, path } of fields) {
      if (schemaAt(answer, field, draft.lookup) !== undefined) continue;
      yield fault({
        code: "unknown_field",
        ...unknownField(field, shape.preview!.read, answer, draft),
        path,
      });
    }
  }
};

export const replacedIsAnInput: Check = function* (draft) {
  for (const operation of operationsOf(draft)) {
    const { replaces } = operation.shape.preview ?? {};
    if (replaces === undefined || inputAt(operation, replaces, draft) !== undefined) continue;
    yield operation.fault({ ...unknownInput(operation, replaces, draft), path: ["preview", "replaces"] });
  }
};

export const settledFieldsExist: Check = function* (draft) {
  for (const operation of operationsOf(draft)) {
    const { shape, fault } = operation;
    const answer = answerOf(shape.reconcile?.read, draft);
    const settled = shape.reconcile?.settled;
    if (answer === undefined || typeof settled !== "object") continue;
    for (const [field, value] of Object.entries(settled)) {
      const path = ["reconcile", "settled", field];
      const schema = schemaAt(answer, field, draft.lookup);
      if (schema === undefined) {
        yield fault({
          code: "unknown_field",
          ...unknownField(field, shape.reconcile!.read, answer, draft),
          path,
          on: "key",
        });
      }
      if (typeof value === "string") yield* unknownInputs(operation, value, path, draft);
      yield* wrongKind(operation, value, { what: `\`${field}\``, schema, path }, draft);
      const members = schema === "anything" ? undefined : schema?.enum;
      if (
        members === undefined ||
        typeof value !== "string" ||
        placeholders(value).length > 0 ||
        members.includes(value)
      )
        continue;
      yield fault({
        code: "unknown_member",
        ...unknownName(`\`${field}\` is never`, value, members, `Write one of ${members.join(", ")}.`),
        path,
      });
    }
  }
};

/** A date is compared with the action's start; of what is gone there is none. */
export const madeAtIsADate: Check = function* (draft) {
  for (const { shape, fault } of operationsOf(draft)) {
    const { read = "", settled, madeAt } = shape.reconcile ?? {};
    const answer = answerOf(read, draft);
    if (madeAt === undefined || answer === undefined) continue;
    const path = ["reconcile", "madeAt"];
    const schema = schemaAt(answer, madeAt, draft.lookup);
    if (settled === "absent") {
      yield fault({
        code: "contradiction",
        message: "what is to be absent was made at no time",
        remedy: "Remove this.",
        path,
        on: "key",
      });
    } else if (schema === undefined) {
      yield fault({ code: "unknown_field", ...unknownField(madeAt, read, answer, draft), path });
    } else if (schema !== "anything" && schema.kind !== "date-time") {
      yield fault({
        code: "wrong_made_at",
        message: `\`${madeAt}\` is no date, but of the type ${schema.kind}`,
        remedy: "Name a field of the type date-time.",
        path,
      });
    }
  }
};

export const preconditionHasAPreview: Check = function* (draft) {
  for (const { shape, fault } of operationsOf(draft)) {
    if (shape.precondition === undefined || shape.preview !== undefined) continue;
    yield fault({
      code: "precondition_without_preview",
      message: "`precondition` needs a `preview`: it compares with what the approver saw",
      remedy: "Add the preview, or remove this.",
      path: ["precondition"],
      on: "key",
    });
  }
};

/** A value that is never of the kind that stands at its place: the read would be refused, or would prove nothing. */
function* wrongKind(
  operation: OperationDraft,
  value: Scalar,
  place: {
    readonly what: string;
    readonly schema: Schema | "anything" | undefined;
    readonly path: Path;
  },
  draft: Draft,
): Generator<Diagnostic> {
  const [, input] = /^\{([^{}]+)\}$/.exec(String(value)) ?? [];
  const given =
    input === undefined ? literalKinds[typeof value] : kindOf(inputAt(operation, input, draft), draft);
  const wanted = kindOf(place.schema, draft);
  if (given === undefined || wanted === undefined || given === wanted) return;
  yield operation.fault({
    code: "wrong_type",
    message: `${place.what} is ${wanted}, and ${input === undefined ? `\`${value}\`` : `the input \`${input}\``} is ${given}`,
    remedy: `Give what is ${wanted}, or correct the type of one of them.`,
    path: place.path,
  });
}

const literalKinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
};

/** What the values of a schema are, where that is known. */
function kindOf(schema: Schema | "anything" | undefined, { lookup }: Draft): string | undefined {
  const kind = schema === "anything" ? undefined : follow(schema, lookup)?.kind;
  if (kind === "string" || kind === "date-time") return "text";
  if (kind === "integer" || kind === "number") return "a number";
  return kind === "boolean" ? "true or false" : undefined;
}

/** What a read answers: the result, or an item of it where it is a list. */
export function answerOf(id: string | undefined, draft: Draft): Schema | undefined {
  const read = draft.operations.get(id ?? "");
  if (read?.result === undefined) return undefined;
  const list =
    read.shape.items === undefined ? read.result : schemaAt(read.result, read.shape.items, draft.lookup);
  const target = list === undefined || list === "anything" ? undefined : follow(list, draft.lookup);
  return target?.kind === "array" ? target.items : target;
}

function unknownField(
  field: string,
  read: string,
  answer: Schema,
  { lookup }: Draft,
): { message: string; remedy: string } {
  return unknownName(`\`${read}\` answers no field`, field, fieldPaths(answer, lookup, allFields));
}
