import { type Filter, FilterError, type Literal, type Operator, parseFilter } from "./parse.ts";

/** What can be asked of one attribute, and how to read it from a record. */
export interface Field<T> {
  readonly operators: readonly Operator[];
  readonly read: (record: T) => unknown;
  readonly kind?: "date";
  readonly caseSensitive?: boolean;
}

/** Which attributes a list can be filtered by, and how their tests may be joined. */
export interface Grammar<T> {
  readonly field: (attribute: string) => Field<T> | undefined;
  readonly joins: readonly ("and" | "or" | "not")[];
}

/** Turns a filter expression into a test of records. Throws {@link FilterError} for what `grammar` doesn't allow. */
export function compileFilter<T>(text: string, grammar: Grammar<T>): (record: T) => boolean {
  return compile(parseFilter(text), grammar);
}

function compile<T>(filter: Filter, grammar: Grammar<T>): (record: T) => boolean {
  if (filter.kind !== "test" && !grammar.joins.includes(filter.kind)) {
    throw new FilterError("unsupported", `${filter.kind} is not supported here`, filter.at);
  }
  if (filter.kind === "not") {
    const inner = compile(filter.inner, grammar);
    return (record) => !inner(record);
  }
  if (filter.kind === "and" || filter.kind === "or") {
    const left = compile(filter.left, grammar);
    const right = compile(filter.right, grammar);
    return filter.kind === "and"
      ? (record) => left(record) && right(record)
      : (record) => left(record) || right(record);
  }
  const { attribute, operator, value, at } = filter;
  const field = grammar.field(attribute);
  if (field === undefined) throw new FilterError("unsupported", `${attribute} can't be searched`, at);
  if (!field.operators.includes(operator)) {
    throw new FilterError("unsupported", `${attribute} doesn't support ${operator}`, at);
  }
  if (field.kind === "date" && operator !== "pr" && Number.isNaN(instant(value))) {
    throw new FilterError("unsupported", `${attribute} needs a date, not ${JSON.stringify(value)}`, at);
  }
  return (record) => matches(field, operator, value, field.read(record));
}

function matches<T>(
  field: Field<T>,
  operator: Operator,
  value: Literal | undefined,
  found: unknown,
): boolean {
  if (Array.isArray(found)) {
    if (operator === "ne") return found.every((item) => matches(field, operator, value, item));
    return found.some((item) => matches(field, operator, value, item));
  }
  const present = found !== undefined && found !== null && found !== "";
  if (operator === "pr") return present;
  if (!present) return operator === "eq" ? value === null : operator === "ne" && value !== null;
  if (field.kind === "date") return ordered(operator, instant(found) - instant(value));
  if (typeof found === "number" && typeof value === "number") return ordered(operator, found - value);
  if (typeof found === "boolean" || typeof value === "boolean" || value === null) {
    return operator === "ne" ? found !== value : operator === "eq" && found === value;
  }
  const fold = (text: unknown): string => (field.caseSensitive ? String(text) : String(text).toLowerCase());
  return textual(operator, fold(found), fold(value));
}

function textual(operator: Operator, found: string, value: string): boolean {
  if (operator === "sw") return found.startsWith(value);
  if (operator === "ew") return found.endsWith(value);
  if (operator === "co") return found.includes(value);
  return ordered(operator, found === value ? 0 : found < value ? -1 : 1);
}

function ordered(operator: Operator, difference: number): boolean {
  switch (operator) {
    case "eq":
      return difference === 0;
    case "ne":
      return difference !== 0;
    case "gt":
      return difference > 0;
    case "ge":
      return difference >= 0;
    case "lt":
      return difference < 0;
    case "le":
      return difference <= 0;
    default:
      return false;
  }
}

function instant(value: unknown): number {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN;
}
