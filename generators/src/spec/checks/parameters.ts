import type { Check } from "../checks.ts";
import { operationsOf } from "../draft.ts";
import { methodParameters, reservedWords } from "../reserved.ts";
import { follow } from "../schemas.ts";
import { unknownName } from "./suggest.ts";

export const pathParameterIsPlain: Check = function* (draft) {
  for (const { shape, fault } of operationsOf(draft)) {
    for (const [name, parameter] of Object.entries(shape.parameters ?? {})) {
      if (parameter.in !== "path") continue;
      if (parameter.required === false) {
        const message = "a path parameter is always required";
        yield fault({
          code: "optional_path_parameter",
          message,
          remedy: "Remove this.",
          path: ["parameters", name, "required"],
        });
      }
      if (parameter.name !== undefined) {
        const message = "a path parameter has no other name on the wire";
        yield fault({
          code: "renamed_path_parameter",
          message,
          remedy: "Remove this.",
          path: ["parameters", name, "name"],
        });
      }
    }
  }
};

/** Path parameters are the first parameters of the client's method, beside others of its own. */
export const pathParameterCanBeNamed: Check = function* (draft) {
  for (const { parameters, fault } of operationsOf(draft)) {
    for (const { name, in: place } of parameters) {
      if (place !== "path" || !(reservedWords.has(name) || methodParameters.has(name))) continue;
      yield fault({
        code: "reserved_word",
        message: methodParameters.has(name)
          ? `every method of a client has a parameter \`${name}\` already`
          : `\`${name}\` is a word of the language`,
        remedy: "Rename it here and in `request`: the name of a path parameter is not sent.",
        path: ["parameters", name],
        on: "key",
      });
    }
  }
};

/** A query, header or path segment can carry one plain value. */
export const parameterIsScalar: Check = function* (draft) {
  for (const { shape, parameters, fault } of operationsOf(draft)) {
    for (const { name, schema } of parameters) {
      const kind = follow(schema, draft.lookup)?.kind;
      if (kind === "object" || kind === "array" || kind === "map" || kind === "any") {
        yield fault({
          code: "wrong_parameter_type",
          message: `a parameter cannot carry the ${kind} \`${schema.ref}\``,
          remedy: "Use a string, a number, a boolean or a date-time.",
          path: ["parameters", name, "type"],
        });
      }
      if (shape.parameters?.[name]?.nullable) {
        yield fault({
          code: "nullable_parameter",
          message: "a parameter cannot be null",
          remedy: "Remove this: an absent parameter is left out.",
          path: ["parameters", name, "nullable"],
        });
      }
    }
  }
};

/** Headers that belong to the transport: an input must not choose the credential, the host or the framing. */
const transportHeaders: readonly string[] = [
  "accept",
  "accept-encoding",
  "authorization",
  "connection",
  "content-length",
  "content-type",
  "cookie",
  "dpop",
  "expect",
  "host",
  "keep-alive",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

export const headerParameterIsFree: Check = function* (draft) {
  const auth = Object.values(draft.connector.shape?.auth ?? {}).flatMap((way) =>
    way.kind === "client_credentials" ? [] : [way.header.toLowerCase()],
  );
  const taken = new Set([...transportHeaders, ...auth]);
  for (const { shape, parameters, fault } of operationsOf(draft)) {
    for (const { name, wire } of parameters.filter((parameter) => parameter.in === "header")) {
      const path =
        shape.parameters?.[name]?.name === undefined ? ["parameters", name] : ["parameters", name, "name"];
      const on = path.length === 2 ? "key" : "value";
      if (taken.has(wire.toLowerCase())) {
        const message = `the header ${wire} belongs to the connector itself`;
        yield fault({ code: "reserved_header", message, remedy: "Remove the parameter.", path, on });
      } else if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(wire)) {
        const remedy = "Give it with `name`: letters, digits and hyphens.";
        yield fault({ code: "wrong_header", message: `\`${wire}\` is no header name`, remedy, path, on });
      }
    }
  }
};

export const wireNameIsUnique: Check = function* (draft) {
  for (const { parameters, fault } of operationsOf(draft)) {
    const seen = new Map<string, string>();
    for (const { name, in: place, wire } of parameters) {
      const key = place === "header" ? `${place} ${wire.toLowerCase()}` : `${place} ${wire}`;
      const other = seen.get(key);
      seen.set(key, other ?? name);
      if (other === undefined) continue;
      yield fault({
        code: "duplicate_parameter",
        message: `\`${name}\` and \`${other}\` are both sent as the ${place} \`${wire}\``,
        remedy: "Remove one of them, or correct its `name`.",
        path: ["parameters", name],
        on: "key",
      });
    }
  }
};

/** A write sends all its defaults, and what has none can't be sent. */
export const sentIsTheDefaultOfARead: Check = function* (draft) {
  for (const { method, shape, fault } of operationsOf(draft)) {
    for (const [name, { sent, default: assumed }] of Object.entries(shape.parameters ?? {})) {
      if (sent === undefined) continue;
      const path = ["parameters", name, "sent"];
      const isRead = method === "GET" || method === "HEAD";
      if (isRead && assumed !== undefined) continue;
      yield fault({
        code: "nothing_to_send",
        message: isRead ? "`sent` needs a `default`" : "the defaults of a write are sent in any case",
        remedy: isRead ? "Add it, or remove this." : "Remove this.",
        path,
        on: "key",
      });
    }
  }
};

export const otherwiseHasATarget: Check = function* (draft) {
  for (const { parameters, fault } of operationsOf(draft)) {
    const queries = parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name);
    for (const { name, otherwise, schema } of parameters) {
      if (otherwise === undefined) continue;
      const path = ["parameters", name, "otherwise"];
      if (schema.pattern === undefined) {
        const remedy = "Add the `pattern` that decides, or remove this.";
        yield fault({
          code: "otherwise_without_pattern",
          message: "`otherwise` needs a `pattern`",
          remedy,
          path,
          on: "key",
        });
      }
      if (otherwise === name || !queries.includes(otherwise)) {
        const others = queries.filter((query) => query !== name);
        yield fault({
          code: "unknown_parameter",
          ...unknownName("there is no other query parameter", otherwise, others),
          path,
        });
      }
    }
  }
};
