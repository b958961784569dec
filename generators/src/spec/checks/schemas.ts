import type { Check } from "../checks.ts";
import { isPrimitive, typeOf } from "../schemas.ts";
import { schemasOf } from "./nodes.ts";

/** The types that a keyword says something about; a reference takes none of them. */
const keywordTypes = {
  fields: ["object"],
  open: ["object"],
  items: ["array"],
  minItems: ["array"],
  maxItems: ["array"],
  values: ["map"],
  enum: ["string"],
  closed: ["string"],
  format: ["string"],
  pattern: ["string"],
  minLength: ["string"],
  maxLength: ["string"],
  minimum: ["integer", "number"],
  maximum: ["integer", "number"],
} as const;

export const keywordFitsItsType: Check = function* (draft) {
  for (const { node, fault } of schemasOf(draft)) {
    const type = typeOf(node);
    for (const [keyword, types] of Object.entries(keywordTypes)) {
      if (node[keyword as keyof typeof keywordTypes] === undefined || types.some((fit) => fit === type))
        continue;
      yield fault({
        code: "misplaced_keyword",
        message: `\`${keyword}\` says nothing about ${isPrimitive(type) ? `the type ${type}` : `\`${type}\`, which is declared elsewhere`}`,
        remedy: isPrimitive(type)
          ? `Remove it, or write \`type: ${types[0]}\`.`
          : `Remove it, or put it into \`${type}\`.`,
        path: [keyword],
        on: "key",
      });
    }
  }
};

const parts = { array: "items", object: "fields" } as const;

export const compositeHasParts: Check = function* (draft) {
  for (const { node, typeFault } of schemasOf(draft)) {
    const part = parts[typeOf(node) as keyof typeof parts];
    if (part === undefined || node[part] !== undefined || node.open) continue;
    yield typeFault({
      code: "missing_part",
      message: `an ${typeOf(node)} needs \`${part}\``,
      remedy: `Add \`${part}\`, or write \`any\` where nothing is known of it.`,
    });
  }
};

export const boundsAreInOrder: Check = function* (draft) {
  const pairs = [
    ["minimum", "maximum"],
    ["minLength", "maxLength"],
    ["minItems", "maxItems"],
  ] as const;
  for (const { node, fault } of schemasOf(draft)) {
    for (const [low, high] of pairs) {
      const [least, most] = [node[low], node[high]];
      if (least === undefined || most === undefined || least <= most) continue;
      yield fault({
        code: "empty_range",
        message: `\`${low}\` ${least} is above \`${high}\` ${most}`,
        remedy: "Correct one of them: no value can fit.",
        path: [low],
      });
    }
  }
};

export const patternIsARegularExpression: Check = function* (draft) {
  for (const { node, fault } of schemasOf(draft)) {
    if (node.pattern === undefined) continue;
    try {
      void new RegExp(node.pattern, "u");
    } catch (error) {
      const message = `\`pattern\` is no regular expression: ${(error as SyntaxError).message.replace(/^.*\/u: /, "")}`;
      yield fault({
        code: "wrong_pattern",
        message,
        remedy: "Correct it (ECMA-262, with the u flag).",
        path: ["pattern"],
      });
    }
  }
};

export const enumIsASet: Check = function* (draft) {
  for (const { node, fault } of schemasOf(draft)) {
    if (node.closed && node.enum === undefined) {
      const message = "`closed` needs an `enum` to close";
      yield fault({
        code: "closed_without_enum",
        message,
        remedy: "Add it, or remove this.",
        path: ["closed"],
        on: "key",
      });
    }
    for (const [index, member] of (node.enum ?? []).entries()) {
      if (node.enum!.indexOf(member) === index) continue;
      const message = `\`${member}\` is a member already`;
      yield fault({ code: "duplicate_member", message, remedy: "Remove it.", path: ["enum", index] });
    }
  }
};

export const onlyFieldsAreRequired: Check = function* (draft) {
  for (const { node, role, fault } of schemasOf(draft)) {
    for (const keyword of ["required", "readOnly", "writeOnly"] as const) {
      if (role === "field" || node[keyword] === undefined) continue;
      const message = `\`${keyword}\` is said of a field, and this is none`;
      yield fault({ code: "misplaced_keyword", message, remedy: "Remove it.", path: [keyword], on: "key" });
    }
    if (node.readOnly && node.writeOnly) {
      const message = "a field that is readOnly and writeOnly is in no message";
      yield fault({
        code: "contradiction",
        message,
        remedy: "Remove one of them.",
        path: ["writeOnly"],
        on: "key",
      });
    }
  }
};

/** Paths such as `recipient.name` and `badges[].secret` name fields, so that a name must not look like one. */
export const fieldNameIsNoPath: Check = function* (draft) {
  for (const { node, fault } of schemasOf(draft)) {
    for (const name of Object.keys(node.fields ?? {})) {
      if (/^[^\s.[\]{}]+$/.test(name)) continue;
      const message = `\`${name}\` cannot be the name of a field`;
      const remedy = "Leave out the field: names have no blanks, dots, brackets or braces.";
      yield fault({ code: "wrong_field_name", message, remedy, path: ["fields", name], on: "key" });
    }
  }
};
