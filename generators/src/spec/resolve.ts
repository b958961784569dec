import type { Draft, FamilyDraft, OperationDraft } from "./draft.ts";
import { requestOf } from "./draft.ts";
import type { Family, Limits, Spec } from "./model.ts";
import type { Body, FlatField, Operation, Read, ResultShape, Risk } from "./operation-model.ts";
import { follow, isRequired, refTo, schemaAt } from "./schemas.ts";
import { sensitivePaths } from "./sensitive.ts";
import type { ConnectorShape, FamilyShape } from "./shape.ts";
import { placeholders } from "./template.ts";

/** Turns a draft without a fault into the frozen spec that emitters see. */
export function resolve(draft: Draft): Spec {
  const shape = draft.connector.shape!;
  const families = draft.families.map((family) => resolveFamily(family, draft));
  const operations = families.flatMap((family) => family.operations);
  const { code, summary, id, causes, requestId, codes = {} } = shape.errors ?? {};
  return deepFreeze({
    name: shape.connector,
    title: shape.title,
    summary: shape.summary,
    version: shape.version,
    className: `${pascalCase(shape.connector)}Connector`,
    origin: { ...shape.origin, refuse: shape.origin.refuse ?? [] },
    credentials: {
      path: shape.credentials.path,
      fields: Object.entries(shape.credentials.fields).map(([name, field]) =>
        Object.assign({ name, sensitive: false }, field),
      ),
    },
    auth: Object.entries(shape.auth).map(([scheme, auth]) => ({ scheme, ...auth })),
    paging: shape.paging ?? {},
    ...(shape.limits && { limits: resolveLimits(shape.limits) }),
    errorBody: present({ code, summary, id, causes, requestId }),
    errorCodes: Object.fromEntries(
      Object.entries(codes).map(([key, error]) => [key, Object.assign({ retry: false }, error)]),
    ),
    ...(shape.risks && { risks: resolveRisks(shape.risks, operations) }),
    docs: { ...present({ overview: shape.docs?.overview }), prerequisites: shape.docs?.prerequisites ?? [] },
    families,
    operations,
    schemas: draft.families.flatMap(({ name, schemas }) =>
      [...schemas.values()].map((schema) => ({ name: schema!.name, family: name, schema: schema!.schema })),
    ),
  });
}

/** A level without a phrase of its own lists its operations, so that the table can't say another risk than they do. */
function resolveRisks(
  rows: NonNullable<ConnectorShape["risks"]>,
  operations: readonly Operation[],
): NonNullable<Spec["risks"]> {
  const row = (level: Risk): { operations: string; rationale: string } => {
    const ids = operations.filter(({ risk }) => risk === level).map(({ id }) => id);
    return { operations: ids.join(", "), ...rows[level] };
  };
  return { low: row("low"), medium: row("medium"), high: row("high"), critical: row("critical") };
}

function resolveLimits(limits: NonNullable<ConnectorShape["limits"]>): Limits {
  return { ...limits, buckets: limits.buckets ?? [] };
}

function resolveFamily(family: FamilyDraft, draft: Draft): Family {
  const { title, summary } = family.shape as FamilyShape;
  const operations = [...family.operations.values()].map((operation) => resolveOperation(operation!, draft));
  return { name: family.name, title, ...present({ summary }), operations };
}

const idempotentMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "PUT", "DELETE"]);

function resolveOperation(operation: OperationDraft, draft: Draft): Operation {
  const { id, shape, method, path } = operation;
  const {
    call,
    risk,
    summary,
    notes = [],
    scopes = [],
    bucket,
    precondition,
    errors = {},
    examples = [],
  } = shape;
  const body = resolveBody(operation, draft);
  return {
    id,
    family: operation.family.name,
    call,
    method,
    path,
    risk,
    summary,
    notes,
    parameters: inPathOrder(operation),
    ...(body && { body }),
    result: resolveResult(operation, draft),
    scopes,
    ...present({ bucket }),
    idempotent: shape.idempotent ?? idempotentMethods.has(method),
    raise: Object.entries(shape.raise ?? {}).map(([input, raise]) => ({ input, ...raise })),
    ...(shape.undo && { undo: typeof shape.undo === "string" ? { operation: shape.undo } : shape.undo }),
    ...(shape.reconcile && { reconcile: resolveReconcile(shape.reconcile, draft) }),
    ...(shape.preview && { preview: resolvePreview(shape.preview, draft) }),
    ...present({ precondition }),
    ...(shape.fallback && { fallback: resolveFallback(shape.fallback) }),
    errors,
    examples,
    sensitive: {
      input: [
        ...operation.parameters.filter(({ schema }) => schema.sensitive).map(({ name }) => name),
        ...(body ? sensitivePaths(refTo(body.schema), draft.lookup, ({ readOnly }) => readOnly) : []),
      ],
      result: operation.result
        ? sensitivePaths(operation.result, draft.lookup, ({ writeOnly }) => writeOnly)
        : [],
    },
  };
}

function inPathOrder({ parameters, path }: OperationDraft): Operation["parameters"] {
  const order = placeholders(path);
  const inPath = parameters.filter((parameter) => parameter.in === "path");
  return [
    ...inPath.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name)),
    ...parameters.filter((parameter) => parameter.in !== "path"),
  ];
}

function resolveBody({ shape }: OperationDraft, draft: Draft): Body | undefined {
  if (!shape.body) return undefined;
  const { type, required, flat } = shape.body;
  const fields =
    flat && Object.entries(flat).map(([target, sources]) => flatField(type, target, [sources].flat(), draft));
  return { schema: type, required, ...(fields && { flat: fields }) };
}

function flatField(body: string, target: string, sources: readonly string[], draft: Draft): FlatField {
  const schema = schemaAt(refTo(body), target, draft.lookup);
  return {
    target,
    sources,
    schema: schema === undefined || schema === "anything" ? { kind: "any" } : schema,
    required: isRequired(body, target, draft.lookup),
  };
}

function resolveResult({ shape, result }: OperationDraft, { lookup }: Draft): ResultShape {
  if (result === undefined) return { kind: "none" };
  const { items, paging } = shape;
  const list = items === undefined ? result : schemaAt(result, items, lookup);
  const array = list === undefined || list === "anything" ? undefined : follow(list, lookup);
  if (array?.kind !== "array") return { kind: "single", schema: result };
  return { kind: "list", schema: result, item: array.items!, ...present({ items, paging }) };
}

/** The read that a binding names, with the input of the same name for each parameter that it must have. */
export function resolveRead(
  bound: { readonly read: string; readonly with?: Read["with"] | undefined },
  draft: Draft,
): Read {
  const required = (draft.operations.get(bound.read)?.parameters ?? []).filter(
    (parameter) => parameter.required,
  );
  return {
    read: bound.read,
    with: bound.with ?? Object.fromEntries(required.map(({ name }) => [name, `{${name}}`])),
  };
}

function resolveReconcile(
  reconcile: NonNullable<OperationDraft["shape"]["reconcile"]>,
  draft: Draft,
): NonNullable<Operation["reconcile"]> {
  const { settled, madeAt } = reconcile;
  return { ...resolveRead(reconcile, draft), settled, ...present({ madeAt }) };
}

function resolvePreview(
  preview: NonNullable<OperationDraft["shape"]["preview"]>,
  draft: Draft,
): NonNullable<Operation["preview"]> {
  const { title, show, replaces } = preview;
  return { ...resolveRead(preview, draft), title, show, ...present({ replaces }) };
}

function resolveFallback(
  fallback: NonNullable<OperationDraft["shape"]["fallback"]>,
): NonNullable<Operation["fallback"]> {
  const { request, ...rest } = fallback;
  return { ...rest, ...requestOf(request) };
}

const pascalCase = (name: string): string =>
  name
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Present<T>;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) deepFreeze(member);
  return Object.freeze(value);
}
