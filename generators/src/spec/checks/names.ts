import { basename, resolve } from "node:path";
import type { Check } from "../checks.ts";
import { operationsOf } from "../draft.ts";
import { clientMembers, reservedWords } from "../reserved.ts";

/** The folder, the packages and the policies go by one name. */
export const connectorIsNamedAsItsFolder: Check = function* ({ connector, folder }) {
  const name = basename(resolve(folder));
  if (connector.shape === undefined || connector.shape.connector === name) return;
  yield connector.source.diagnose({
    code: "wrong_name",
    message: `the connector is \`${connector.shape.connector}\`, but its folder is \`${name}\``,
    remedy: "Give both the same name.",
    path: ["connector"],
  });
};

export const familyIsNamedAsItsFile: Check = function* ({ families }) {
  for (const { name, source } of families) {
    const family = (source.value as { readonly family?: unknown } | undefined)?.family;
    if (typeof family !== "string" || family === name) continue;
    yield source.diagnose({
      code: "wrong_name",
      message: `the family is \`${family}\`, but its file is \`${name}.yaml\``,
      remedy: "Give both the same name.",
      path: ["family"],
    });
  }
};

export const familiesAreListedOnce: Check = function* ({ connector }) {
  for (const [index, family] of (connector.shape?.families ?? []).entries()) {
    if (connector.shape!.families.indexOf(family) === index) continue;
    yield connector.source.diagnose({
      code: "duplicate_family",
      message: `\`${family}\` is listed twice`,
      remedy: "Remove it here.",
      path: ["families", index],
    });
  }
};

export const familyHasOperations: Check = function* ({ families }) {
  for (const { source, shape } of families) {
    if (shape === undefined || Object.keys(shape.operations).length > 0) continue;
    yield source.diagnose({
      code: "empty_family",
      message: "this family has no operation",
      remedy: "Add one, or delete the file and its name in connector.yaml.",
      path: ["operations"],
    });
  }
};

/** With this and the refusal of duplicate keys, no id can stand twice in a spec. */
export const idBeginsWithItsFamily: Check = function* ({ families }) {
  for (const { name, source, operations } of families) {
    for (const id of operations.keys()) {
      if (!id.includes(":") || id.startsWith(`${name}:`)) continue;
      yield source.diagnose({
        code: "foreign_id",
        message: `\`${id}\` stands in the family \`${name}\``,
        remedy: `Rename it to \`${name}:${id.split(":").at(-1)}\`, or move it to the file of its family.`,
        path: ["operations", id],
        on: "key",
      });
    }
  }
};

/** Policies grant `*:read*` to those who may change nothing. */
export const onlyReadsAreNamedSo: Check = function* (draft) {
  for (const { id, method, shape, family } of operationsOf(draft)) {
    const isRead = method === "GET" || method === "HEAD" || shape.risk === "low";
    if (isRead || !id.split(":").at(-1)!.startsWith("read")) continue;
    yield family.source.diagnose({
      code: "named_as_a_read",
      message: `\`${id}\` is a ${method} of ${shape.risk} risk, and a policy that grants \`read*\` would reach it`,
      remedy: "Name it after what it changes; a search that is sent as a POST is of low risk.",
      path: ["operations", id],
      on: "key",
    });
  }
};

export const callIsUnique: Check = function* (draft) {
  const calls = new Map<string, string>();
  for (const { id, shape, fault } of operationsOf(draft)) {
    const { call } = shape;
    const other = calls.get(call);
    calls.set(call, other ?? id);
    const owner = other === undefined ? "every client" : `\`${other}\``;
    const isTaken = other !== undefined || clientMembers.has(call);
    if (!isTaken && !reservedWords.has(call)) continue;
    yield fault({
      code: isTaken ? "duplicate_call" : "reserved_word",
      message: isTaken
        ? `${owner} has the method \`${call}\` already`
        : `\`${call}\` is a word of the language`,
      remedy: isTaken ? "Choose another name." : "Say what it is done to, such as `deleteUser`.",
      path: ["call"],
    });
  }
};

export const schemaNameIsUnique: Check = function* ({ families, schemas }) {
  for (const family of families) {
    for (const name of family.schemas.keys()) {
      const first = families.find((other) => other.schemas.has(name))!;
      if (first === family || !schemas.has(name)) continue;
      yield family.source.diagnose({
        code: "duplicate_schema",
        message: `\`${name}\` is declared in ${first.name}.yaml too`,
        remedy: "Schemas are shared by all families: keep one of them, or rename this one.",
        path: ["schemas", name],
        on: "key",
      });
    }
  }
};
