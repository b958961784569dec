import type { Field, Schema } from "../../spec/schema-model.ts";
import type { Lookup } from "../../spec/schemas.ts";
import { type Direction, goes } from "../direction.ts";
import type { Change } from "./change.ts";

/** Compares the schemas of two versions of a spec. Each named schema is compared once for each direction. */
export class SchemaDiff {
  readonly #before: Lookup;
  readonly #after: Lookup;
  readonly #tell: (change: Change) => void;
  readonly #seen = new Set<string>();

  constructor(before: Lookup, after: Lookup, tell: (change: Change) => void) {
    this.#before = before;
    this.#after = after;
    this.#tell = tell;
  }

  /** Tells every change between two schemas that stand at the same place. */
  compare(before: Schema, after: Schema, at: string, direction: Direction): void {
    if (before.sensitive && !after.sensitive) this.#exposed(at);
    this.#compareNull(before, after, at, direction);
    if (before.ref === undefined && after.ref === undefined) {
      this.#compareParts(before, after, at, direction);
      return;
    }
    const pair = `${before.ref ?? at} ${after.ref ?? at} ${direction}`;
    if (this.#seen.has(pair)) return;
    this.#seen.add(pair);
    const place = after.ref !== undefined && after.ref === before.ref ? after.ref : at;
    const [old, fresh] = [this.#at(before, this.#before), this.#at(after, this.#after)];
    if (old && fresh) this.compare(old, fresh, place, direction);
  }

  #at(schema: Schema, lookup: Lookup): Schema | undefined {
    return schema.ref === undefined ? schema : lookup(schema.ref);
  }

  #exposed(at: string): void {
    this.#tell({
      change: "secret_exposed",
      at,
      detail: "it is no secret any more, and shows in records and cards",
      breaking: false,
      risk: "lowered",
    });
  }

  #compareNull(before: Schema, after: Schema, at: string, direction: Direction): void {
    const [was, is] = [before.nullable === true, after.nullable === true];
    if (was === is) return;
    const detail = is ? "it may be null now" : "it is never null now";
    this.#tell({ change: "null_changed", at, detail, breaking: direction === "sent" ? was : is });
  }

  #compareParts(before: Schema, after: Schema, at: string, direction: Direction): void {
    if (before.kind !== after.kind) {
      const wider = direction === "sent" ? after.kind === "any" : false;
      this.#tell({
        change: "type_changed",
        at,
        detail: `${before.kind} before, ${after.kind} now`,
        breaking: !wider,
      });
    } else if (after.kind === "array") {
      this.compare(before.items!, after.items!, `${at}[]`, direction);
    } else if (after.kind === "map") {
      this.compare(before.values!, after.values!, `${at}.*`, direction);
    } else if (after.kind === "object") {
      this.#compareFields(before, after, at, direction);
    }
    if (direction === "sent") this.#compareRoom(before, after, at);
  }

  #compareFields(before: Schema, after: Schema, at: string, direction: Direction): void {
    const fieldsOf = ({ fields = [] }: Schema): Map<string, Field> =>
      new Map(fields.filter((field) => goes(field, direction)).map((field) => [field.name, field]));
    const [old, fresh] = [fieldsOf(before), fieldsOf(after)];
    for (const [name, field] of old) {
      const now = fresh.get(name);
      const place = `${at}.${name}`;
      if (now === undefined) {
        // What is sent and no longer known is refused, unless the object takes anything.
        const breaking = direction === "answered" || !after.open;
        this.#tell({ change: "field_removed", at: place, detail: "it is gone", breaking });
        continue;
      }
      if (field.required !== now.required) this.#tellRequired(now.required, place, direction);
      this.compare(field.schema, now.schema, place, direction);
    }
    for (const [name, field] of fresh) {
      if (old.has(name)) continue;
      const breaking = direction === "sent" && field.required;
      const detail = field.required ? "a new field, always there" : "a new field";
      this.#tell({ change: "field_added", at: `${at}.${name}`, detail, breaking });
    }
    if (direction === "sent" && before.open && !after.open) {
      this.#tell({ change: "narrowed", at, detail: "unlisted members are refused now", breaking: true });
    }
  }

  #tellRequired(required: boolean, at: string, direction: Direction): void {
    this.#tell({
      change: required ? "now_required" : "now_optional",
      at,
      detail: required ? "it was optional" : "it was required",
      breaking: required === (direction === "sent"),
    });
  }

  #compareRoom(before: Schema, after: Schema, at: string): void {
    for (const detail of narrowings(before, after)) {
      this.#tell({ change: "narrowed", at, detail, breaking: true });
    }
  }
}

const least = ["minimum", "minLength", "minItems"] as const;
const most = ["maximum", "maxLength", "maxItems"] as const;

/** The ways in which fewer values fit than before. */
function narrowings(before: Schema, after: Schema): string[] {
  const lost = (before.enum ?? []).filter((member) => after.enum && !after.enum.includes(member));
  return [
    ...least.flatMap((key) => bound(key, before[key], after[key], (a, b) => b > a)),
    ...most.flatMap((key) => bound(key, before[key], after[key], (a, b) => b < a)),
    ...(after.pattern !== undefined && after.pattern !== before.pattern
      ? [`it must match ${after.pattern}`]
      : []),
    ...(after.format !== undefined && after.format !== before.format
      ? [`it must be of the form ${after.format}`]
      : []),
    ...(after.closed && !before.closed ? ["members that are not listed are refused now"] : []),
    ...(after.closed && before.closed && lost.length > 0 ? [`refused now: ${lost.join(", ")}`] : []),
  ];
}

function bound(
  key: string,
  before: number | undefined,
  after: number | undefined,
  isTighter: (before: number, after: number) => boolean,
): string[] {
  if (after === undefined || (before !== undefined && !isTighter(before, after))) return [];
  return [`${key} is ${after}${before === undefined ? "" : `, and was ${before}`}`];
}
