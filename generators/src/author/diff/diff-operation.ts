import { isDeepStrictEqual } from "node:util";
import type { Operation, Risk } from "../../spec/operation-model.ts";
import type { Change } from "./change.ts";
import type { SchemaDiff } from "./diff-schemas.ts";

/** What a comparison needs beside the two operations. */
export interface Diffing {
  readonly schemas: SchemaDiff;
  readonly tell: (change: Change) => void;
}

const order: readonly Risk[] = ["low", "medium", "high", "critical"];

/** Which way a risk went. */
export function directionOf(before: Risk, after: Risk): "raised" | "lowered" {
  return order.indexOf(after) > order.indexOf(before) ? "raised" : "lowered";
}

/** Tells every change of one operation that callers, policies or approvers notice. */
export function diffOperation(before: Operation, after: Operation, diffing: Diffing): void {
  diffIdentity(before, after, diffing.tell);
  diffProtection(before, after, diffing.tell);
  diffParameters(before, after, diffing);
  diffMessages(before, after, diffing);
}

function diffIdentity(before: Operation, after: Operation, tell: Diffing["tell"]): void {
  const at = after.id;
  if (before.call !== after.call) {
    tell({ change: "call_renamed", at, detail: `${before.call} is ${after.call} now`, breaking: true });
  }
  const [old, fresh] = [before, after].map(({ method, path }) => `${method} ${path}`);
  if (old !== fresh)
    tell({ change: "request_changed", at, detail: `${old} is ${fresh} now`, breaking: false });
  for (const scope of after.scopes.filter((each) => !before.scopes.includes(each))) {
    tell({
      change: "scope_added",
      at: `${at} scopes.${scope}`,
      detail: "credentials need it now",
      breaking: true,
    });
  }
  for (const scope of before.scopes.filter((each) => !after.scopes.includes(each))) {
    tell({
      change: "scope_removed",
      at: `${at} scopes.${scope}`,
      detail: "it is not needed any more",
      breaking: false,
    });
  }
}

function diffProtection(before: Operation, after: Operation, tell: Diffing["tell"]): void {
  const at = after.id;
  const told = (change: string, place: string, detail: string, risk: "raised" | "lowered"): void =>
    tell({ change, at: place, detail, breaking: false, risk });
  if (before.risk !== after.risk) {
    const risk = directionOf(before.risk, after.risk);
    told(`risk_${risk}`, at, `${before.risk} before, ${after.risk} now`, risk);
  }
  for (const rule of before.raise) {
    if (!after.raise.some((other) => other.input === rule.input)) {
      told("raise_removed", `${at} raise.${rule.input}`, `it raised the risk to ${rule.to}`, "lowered");
    }
  }
  for (const rule of after.raise) {
    const old = before.raise.find((other) => other.input === rule.input);
    const place = `${at} raise.${rule.input}`;
    if (old === undefined) told("raise_added", place, `it raises the risk to ${rule.to} now`, "raised");
    else if (old.to !== rule.to) {
      told("raise_changed", place, `to ${old.to} before, to ${rule.to} now`, directionOf(old.to, rule.to));
    } else if (old.is !== rule.is) {
      told(
        "raise_changed",
        place,
        "by another value than before",
        rule.is === undefined ? "raised" : "lowered",
      );
    }
  }
  for (const field of (before.precondition ?? []).filter((each) => !after.precondition?.includes(each))) {
    told(
      "precondition_removed",
      `${at} precondition.${field}`,
      "it may change after the approval",
      "lowered",
    );
  }
  if (before.preview && !after.preview)
    told("preview_removed", at, "approvers see no target any more", "lowered");
  if (before.preview && after.preview) {
    diffSafeguard(
      "replaces",
      `${at} preview.replaces`,
      before.preview.replaces,
      after.preview.replaces,
      tell,
    );
  }
  // Without a reconcile a person settles, and nothing is taken for the action's work.
  if (before.reconcile && after.reconcile) {
    diffSafeguard("made_at", `${at} reconcile.madeAt`, before.reconcile.madeAt, after.reconcile.madeAt, tell);
  }
}

/** A field that is looked at to protect somebody: more protection with it than without. */
function diffSafeguard(
  key: string,
  at: string,
  before: string | undefined,
  after: string | undefined,
  tell: Diffing["tell"],
): void {
  if (before === after) return;
  if (before === undefined) {
    tell({ change: `${key}_added`, at, detail: `${after} counts now`, breaking: false, risk: "raised" });
  } else if (after === undefined) {
    const detail = `${before} does not count any more`;
    tell({ change: `${key}_removed`, at, detail, breaking: false, risk: "lowered" });
  } else {
    tell({ change: `${key}_changed`, at, detail: `${before} before, ${after} now`, breaking: false });
  }
}

function diffParameters(before: Operation, after: Operation, diffing: Diffing): void {
  const old = new Map(before.parameters.map((parameter) => [parameter.name, parameter]));
  const fresh = new Map(after.parameters.map((parameter) => [parameter.name, parameter]));
  const positions = (operation: Operation): string[] =>
    operation.parameters.filter(({ in: place }) => place === "path").map(({ name }) => name);
  if (!isDeepStrictEqual(positions(before), positions(after))) {
    const detail = `(${positions(before).join(", ")}) before, (${positions(after).join(", ")}) now`;
    diffing.tell({ change: "arguments_changed", at: after.id, detail, breaking: true });
  }
  for (const [name, parameter] of old) {
    const at = `${after.id} parameters.${name}`;
    const now = fresh.get(name);
    if (now === undefined) {
      diffing.tell({ change: "parameter_removed", at, detail: "it is gone", breaking: true });
      continue;
    }
    if (parameter.required !== now.required) {
      const change = now.required ? "now_required" : "now_optional";
      diffing.tell({
        change,
        at,
        detail: now.required ? "it was optional" : "it was required",
        breaking: now.required,
      });
    }
    if (!isDeepStrictEqual(parameter.schema.default, now.schema.default)) {
      const [a, b] = [parameter, now].map(({ schema }) => JSON.stringify(schema.default) ?? "nothing");
      diffing.tell({ change: "default_changed", at, detail: `${a} before, ${b} now`, breaking: false });
    }
    diffing.schemas.compare(parameter.schema, now.schema, at, "sent");
  }
  for (const [name, { required }] of fresh) {
    if (old.has(name)) continue;
    const at = `${after.id} parameters.${name}`;
    diffing.tell({
      change: "parameter_added",
      at,
      detail: required ? "required" : "optional",
      breaking: required,
    });
  }
}

function diffMessages(before: Operation, after: Operation, { schemas, tell }: Diffing): void {
  const at = `${after.id} body`;
  if (before.body && after.body) {
    if (before.body.required !== after.body.required) {
      const { required } = after.body;
      tell({
        change: required ? "now_required" : "now_optional",
        at,
        detail: "the body",
        breaking: required,
      });
    }
    schemas.compare(
      { kind: "ref", ref: before.body.schema },
      { kind: "ref", ref: after.body.schema },
      at,
      "sent",
    );
    diffFlat(before, after, tell);
  } else if (before.body) {
    tell({ change: "body_removed", at, detail: "it takes none any more", breaking: true });
  } else if (after.body) {
    const { required } = after.body;
    tell({ change: "body_added", at, detail: required ? "required" : "optional", breaking: required });
  }
  const place = `${after.id} result`;
  if (before.result.kind !== after.result.kind) {
    const detail = `${before.result.kind} before, ${after.result.kind} now`;
    tell({ change: "result_changed", at: place, detail, breaking: before.result.kind !== "none" });
  } else if (before.result.kind !== "none" && after.result.kind !== "none") {
    schemas.compare(before.result.schema, after.result.schema, place, "answered");
  }
}

function diffFlat(before: Operation, after: Operation, tell: Diffing["tell"]): void {
  const names = (operation: Operation): Set<string> =>
    new Set(operation.body?.flat?.flatMap(({ sources }) => sources));
  for (const name of names(before).difference(names(after))) {
    tell({
      change: "flat_name_removed",
      at: `${after.id} body.flat.${name}`,
      detail: "it is gone",
      breaking: true,
    });
  }
}
