import type { Check } from "../checks.ts";
import { operationsOf } from "../draft.ts";
import { placeholders } from "../template.ts";

/** Segments of plain characters and `{parameter}`s; no query, no empty and no dot segments. */
const pathTemplate = /^(\/(?!\.{1,2}(\/|$))([\w.~!$&'()*+,;=:@%-]|\{[A-Za-z_]\w*\})+)+$/;

export const pathIsWellFormed: Check = function* (draft) {
  for (const { path, fault } of operationsOf(draft)) {
    if (pathTemplate.test(path)) continue;
    yield fault({
      code: "wrong_path",
      message: `\`${path}\` is no path`,
      remedy: "Write segments and {parameter}s between slashes; queries are declared under `parameters`.",
      path: ["request"],
    });
  }
};

export const pathParametersAreDeclared: Check = function* (draft) {
  for (const { path, parameters, fault } of operationsOf(draft)) {
    const names = placeholders(path);
    for (const name of new Set(names)) {
      const declared = parameters.find((parameter) => parameter.name === name);
      if (declared?.in === "path") continue;
      yield declared === undefined
        ? fault({
            code: "undeclared_path_parameter",
            message: `\`{${name}}\` stands in the path, but is not declared`,
            remedy: `Add \`${name}: { in: path }\` under \`parameters\`.`,
            path: ["request"],
          })
        : fault({
            code: "undeclared_path_parameter",
            message: `\`${name}\` stands in the path, but is declared in: ${declared.in}`,
            remedy: "Write `in: path`.",
            path: ["parameters", name, "in"],
          });
    }
    if (new Set(names).size < names.length) {
      const remedy = "Give each of them a name of its own.";
      yield fault({
        code: "wrong_path",
        message: "a parameter stands twice in the path",
        remedy,
        path: ["request"],
      });
    }
  }
};

export const declaredPathParametersAreUsed: Check = function* (draft) {
  for (const { path, parameters, fault } of operationsOf(draft)) {
    const names = placeholders(path);
    for (const { name } of parameters.filter(
      (parameter) => parameter.in === "path" && !names.includes(parameter.name),
    )) {
      yield fault({
        code: "unused_path_parameter",
        message: `\`${name}\` does not stand in the path ${path}`,
        remedy: `Put \`{${name}}\` into \`request\`, or remove it here.`,
        path: ["parameters", name],
        on: "key",
      });
    }
  }
};

/** A GET or HEAD with a body has no meaning that servers agree on (RFC 9110, 9.3.1). */
export const readHasNoBody: Check = function* (draft) {
  for (const { method, shape, fault } of operationsOf(draft)) {
    if (shape.body === undefined || (method !== "GET" && method !== "HEAD")) continue;
    yield fault({
      code: "read_with_body",
      message: `a ${method} has no body`,
      remedy: "Make them query parameters, or correct the method.",
      path: ["body"],
      on: "key",
    });
  }
};

export const headHasNoResult: Check = function* (draft) {
  for (const { method, result, fault } of operationsOf(draft)) {
    if (method !== "HEAD" || result === undefined) continue;
    yield fault({
      code: "head_with_result",
      message: "the answer to a HEAD has no body",
      remedy: "Write `result: none`.",
      path: ["result"],
    });
  }
};

export const requestIsUnique: Check = function* (draft) {
  const requests = new Map<string, string>();
  for (const { id, method, path, fault } of operationsOf(draft)) {
    const request = `${method} ${path.replaceAll(/\{[^{}]*\}/g, "{}")}`;
    const other = requests.get(request);
    requests.set(request, other ?? id);
    if (other === undefined) continue;
    yield fault({
      code: "duplicate_request",
      message: `\`${other}\` is the same request`,
      remedy: "Remove one of them: two ids for one request are two ways around one policy.",
      path: ["request"],
    });
  }
};
