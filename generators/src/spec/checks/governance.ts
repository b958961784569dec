import type { Check } from "../checks.ts";
import { operationsOf, requestOf } from "../draft.ts";
import { placeholders } from "../template.ts";
import { inputAt, unknownInput, unknownInputs } from "./inputs.ts";
import { unknownName } from "./suggest.ts";

const risks: readonly string[] = ["low", "medium", "high", "critical"];

export const raiseGoesUp: Check = function* (draft) {
  for (const operation of operationsOf(draft)) {
    const { shape, fault } = operation;
    for (const [input, { to }] of Object.entries(shape.raise ?? {})) {
      if (inputAt(operation, input, draft) === undefined) {
        yield fault({ ...unknownInput(operation, input, draft), path: ["raise", input], on: "key" });
      }
      if (risks.indexOf(to) > risks.indexOf(shape.risk)) continue;
      yield fault({
        code: "raise_not_above",
        message: `a raise to ${to} is no raise: the operation is ${shape.risk} already`,
        remedy: "Name a higher risk, or remove it.",
        path: ["raise", input, "to"],
      });
    }
  }
};

/** The risk table is prose for people; where it names an operation, it must say what the operation says. */
export const riskTableAgrees: Check = function* (draft) {
  const { shape, source } = draft.connector;
  const risk = new Map([...operationsOf(draft)].map((operation) => [operation.id, operation.shape.risk]));
  for (const [level, { operations = "" }] of Object.entries(shape?.risks ?? {})) {
    for (const [id] of operations.matchAll(/\b[a-z][a-z0-9_]*:[a-z][a-z0-9_]*\b/g)) {
      const actual = risk.get(id);
      if (actual === level) continue;
      yield source.diagnose({
        code: "risk_table_differs",
        message: actual
          ? `\`${id}\` stands under ${level}, but is ${actual}`
          : `there is no operation \`${id}\``,
        remedy: actual ? `Move it to ${actual}, or change the operation's risk.` : "Remove it.",
        path: ["risks", level, "operations"],
      });
    }
  }
};

export const undoTakesBack: Check = function* (draft) {
  for (const { id, shape, fault } of operationsOf(draft)) {
    if (shape.undo === undefined) continue;
    const undo = typeof shape.undo === "string" ? { operation: shape.undo } : shape.undo;
    const path = typeof shape.undo === "string" ? ["undo"] : ["undo", "operation"];
    if (["GET", "HEAD"].includes(draft.operations.get(undo.operation)?.method ?? "")) {
      const message = `\`${undo.operation}\` is a read, and takes nothing back`;
      yield fault({
        code: "wrong_undo",
        message,
        remedy: "Name the operation that does, or remove this.",
        path,
      });
    } else if (undo.operation === id && !("but" in undo)) {
      const remedy = "Name the operation that does, or say with `but` what it has to be given.";
      yield fault({ code: "wrong_undo", message: "the same call does not take itself back", remedy, path });
    }
  }
};

/** A read changes nothing that could be taken back, settled or overtaken. */
export const readHasNoAftermath: Check = function* (draft) {
  for (const { method, shape, fault } of operationsOf(draft)) {
    if (method !== "GET" && method !== "HEAD") continue;
    for (const key of ["undo", "reconcile", "preview", "precondition"] as const) {
      if (shape[key] === undefined) continue;
      const message = `a read has no \`${key}\``;
      yield fault({ code: "read_with_aftermath", message, remedy: "Remove it.", path: [key], on: "key" });
    }
  }
};

export const fallbackIsARequest: Check = function* (draft) {
  for (const operation of operationsOf(draft)) {
    const { shape, fault } = operation;
    if (shape.fallback === undefined) continue;
    const { method, path } = requestOf(shape.fallback.request);
    const inPath = operation.parameters
      .filter((parameter) => parameter.in === "path")
      .map(({ name }) => name);
    for (const name of placeholders(path).filter((placeholder) => !inPath.includes(placeholder))) {
      yield fault({
        code: "unknown_parameter",
        ...unknownName("there is no path parameter", name, inPath),
        path: ["fallback", "request"],
      });
    }
    if (shape.fallback.request === shape.request) {
      const message = "the fallback is the request that it stands in for";
      yield fault({
        code: "duplicate_request",
        message,
        remedy: "Correct or remove it.",
        path: ["fallback", "request"],
      });
    }
    if ((method === "GET" || method === "HEAD") && shape.fallback.body !== undefined) {
      const remedy = "Remove the body, or correct the method.";
      yield fault({
        code: "read_with_body",
        message: `a ${method} has no body`,
        remedy,
        path: ["fallback", "body"],
        on: "key",
      });
    }
    for (const [target, value] of Object.entries(shape.fallback.body ?? {})) {
      if (typeof value === "string")
        yield* unknownInputs(operation, value, ["fallback", "body", target], draft);
    }
  }
};
