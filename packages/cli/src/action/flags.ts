import { type Command, InvalidArgumentError } from "commander";
import type { ConnectorDefinition, Operation } from "@arx/core";
import { z } from "zod";

/** What JSON Schema says of one member of an operation's input. */
interface Property {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly maximum?: number;
  readonly items?: { readonly type?: string };
}

/** A flag, and the input that it stands for. */
export interface InputFlag {
  readonly flag: string;
  /** The name in the operation's input. */
  readonly name: string;
  readonly kind: "text" | "number" | "boolean" | "list" | "json";
  readonly description: string;
  readonly required: boolean;
}

/** The flags of an operation, and what can't be one. */
export interface InputFlags {
  readonly flags: readonly InputFlag[];
  /** Members that hold secrets: other users of a machine can read flags. */
  readonly secret: readonly Pick<InputFlag, "name" | "kind">[];
  /** The member that says how long a page is, and the most that it takes. */
  readonly pageSize?: { readonly name: string; readonly most: number };
}

/** Flags that mean the same for every operation; a parameter of such a name gets another one. */
const reserved = new Set([
  "input",
  "dry-run",
  "wait",
  "all",
  "limit",
  "columns",
  "vault-path",
  "home",
  "agent",
  "org",
  "json",
  "debug",
  "help",
  "version",
]);

/** Makes an operation's flags of the parameters and body that its spec declares. */
export async function inputFlags(definition: ConnectorDefinition, operation: Operation): Promise<InputFlags> {
  const { input } = await operation.schemas();
  const { properties = {}, required = [] } = z.toJSONSchema(input, {
    io: "input",
    unrepresentable: "any",
  }) as {
    properties?: Record<string, Property>;
    required?: readonly string[];
  };
  const size = operation.paging === undefined ? undefined : definition.paging[operation.paging]?.size;
  const isSecret = (name: string): boolean =>
    operation.sensitive.input.some((path) => path.split(/[.[]/)[0] === name);
  const secret = Object.entries(properties)
    .filter(([name]) => isSecret(name))
    .map(([name, property]) => ({ name, kind: kindOf(property) }));
  const flat = Object.entries(operation.body?.flat ?? {});
  const own = Object.entries(properties)
    .filter(([name]) => !isSecret(name))
    .map(([name, property]): InputFlag => {
      const place = operation.parameters.find((parameter) => parameter.name === name)?.in ?? "body";
      const filled = flat.some(([target]) => target.startsWith(`${name}.`));
      const need = required.includes(name) && !filled;
      const said = [
        place,
        need && "required",
        property.default !== undefined && `default ${JSON.stringify(property.default)}`,
      ];
      return {
        flag: name === size ? "page-size" : flagOf(name),
        name,
        kind: kindOf(property),
        description: said.filter(Boolean).join(", "),
        required: need,
      };
    });
  const needed = neededNames(flat, (target) => isRequired(target, properties, required));
  const short = [...new Set(flat.flatMap(([, names]) => names))].map((name): InputFlag => {
    const targets = flat.filter(([, names]) => names.includes(name)).map(([target]) => target);
    const said = ["body", targets.join(" and "), needed.has(name) && "required"];
    return {
      flag: flagOf(name),
      name,
      kind: "text",
      description: said.filter(Boolean).join(", "),
      required: needed.has(name),
    };
  });
  const most = size === undefined ? undefined : (properties[size]?.maximum ?? Number.MAX_SAFE_INTEGER);
  return {
    flags: [...own, ...short],
    secret,
    ...(size !== undefined && most !== undefined && { pageSize: { name: size, most } }),
  };
}

/** Whether a dotted member, and all that it stands in, is required. */
function isRequired(
  path: string,
  properties: Readonly<Record<string, Property>>,
  required: readonly string[],
): boolean {
  const [head = "", ...rest] = path.split(".");
  if (!required.includes(head)) return false;
  const inner = properties[head];
  return (
    rest.length === 0 ||
    (inner !== undefined && isRequired(rest.join("."), inner.properties ?? {}, inner.required ?? []))
  );
}

/** Of the short names, those that fill every required member: one a member, and none where another fills it already. */
function neededNames(
  flat: readonly (readonly [string, readonly string[]])[],
  required: (target: string) => boolean,
): ReadonlySet<string> {
  const needed = new Set<string>();
  for (const [target, names] of flat.toSorted(([, a], [, b]) => a.length - b.length)) {
    const [first] = names;
    if (first !== undefined && required(target) && !names.some((name) => needed.has(name))) needed.add(first);
  }
  return needed;
}

/** Adds the flags to a command. */
export function addInputFlags(command: Command, { flags }: InputFlags): void {
  for (const { flag, kind, description } of flags) {
    if (kind === "boolean")
      command.option(`--${flag} [true|false]`, description, (value) =>
        value === undefined ? true : truth(value),
      );
    else if (kind === "number") command.option(`--${flag} <number>`, description, numeric);
    else if (kind === "json") command.option(`--${flag} <json>`, description, json);
    else if (kind === "list")
      command.option(
        `--${flag} <value>`,
        `${description}; repeat it for several`,
        (value, before: readonly string[] | undefined) => [...(before ?? []), value],
      );
    else command.option(`--${flag} <value>`, description);
  }
}

/** The input that the flags of a parsed command stand for. */
export function inputOf(command: Command, { flags }: InputFlags): Record<string, unknown> {
  const given = flags.map(({ flag, name }) => [name, valueOf(command, flag)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function valueOf(command: Command, flag: string): unknown {
  return command.getOptionValue(flag.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()));
}

function flagOf(name: string): string {
  const flag = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll("_", "-")
    .toLowerCase();
  return reserved.has(flag) || flag.startsWith("no-") ? `arg-${flag}` : flag;
}

function kindOf({ type, items }: Property): InputFlag["kind"] {
  if (type === "string") return "text";
  if (type === "integer" || type === "number") return "number";
  if (type === "boolean") return "boolean";
  return type === "array" && items?.type === "string" ? "list" : "json";
}

function truth(value: string): boolean {
  if (value === "true" || value === "false") return value === "true";
  throw new InvalidArgumentError("give true or false.");
}

function numeric(value: string): number {
  const number = Number(value);
  if (value.trim() !== "" && Number.isFinite(number)) return number;
  throw new InvalidArgumentError("give a number.");
}

function json(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    throw new InvalidArgumentError("give JSON.");
  }
}
