import type { Schema } from "../../spec/schema-model.ts";
import type { Lookup } from "../../spec/schemas.ts";
import { type Direction, goes } from "../direction.ts";
import type { ApiDocument } from "../openapi/document.ts";
import type { RawSchema } from "../openapi/raw.ts";
import {
  componentOf,
  isArray,
  isChoiceOfObjects,
  isObject,
  type SchemaView,
  unionOf,
  viewOf,
} from "../openapi/view.ts";
import type { Finding } from "./finding.ts";

/** Compares schemas of a spec with those of a document. Each pair of named schemas is compared once. */
export class SchemaComparison {
  readonly #document: ApiDocument;
  readonly #lookup: Lookup;
  readonly #tell: (finding: Finding) => void;
  readonly #seen = new Set<string>();

  constructor(document: ApiDocument, lookup: Lookup, tell: (finding: Finding) => void) {
    this.#document = document;
    this.#lookup = lookup;
    this.#tell = tell;
  }

  /** Tells every difference between a schema that stands at a place of the spec and the document's. */
  compare(ours: Schema, theirs: RawSchema, at: string, direction: Direction): void {
    const view = viewOf(this.#document, theirs);
    if (direction === "answered" && view.nullable && !this.#mayBeNull(ours)) {
      this.#tell({ difference: "nullable_new", at, detail: "it may be null" });
    }
    this.#values(ours, theirs, view, at, direction);
  }

  #values(ours: Schema, theirs: RawSchema, view: SchemaView, at: string, direction: Direction): void {
    if (ours.ref === undefined) return this.#parts(ours, view, at, direction);
    const pair = `${ours.ref} ${direction} ${componentOf(theirs) ?? JSON.stringify(theirs)}`;
    if (this.#seen.has(pair)) return;
    this.#seen.add(pair);
    const target = this.#lookup(ours.ref);
    if (target) this.#values(target, theirs, view, ours.ref, direction);
  }

  #mayBeNull(ours: Schema): boolean {
    if (ours.nullable || ours.kind === "any") return true;
    const target = ours.ref === undefined ? undefined : this.#lookup(ours.ref);
    return target !== undefined && this.#mayBeNull(target);
  }

  #parts(ours: Schema, theirs: SchemaView, at: string, direction: Direction): void {
    // Where either side leaves it open there is nothing to compare.
    if (ours.kind === "any" || kindOf(theirs) === "anything") return;
    const kind = kindOf(theirs);
    if (!agrees(ours, kind)) {
      this.#tell({ difference: "type_changed", at, detail: `${ours.kind} here, ${kind} in the document` });
    } else if (ours.kind === "array") {
      this.compare(ours.items ?? { kind: "any" }, theirs.items ?? {}, `${at}[]`, direction);
    } else if (ours.kind === "map") {
      if (ours.values && typeof theirs.additional === "object") {
        this.compare(ours.values, theirs.additional, `${at}.*`, direction);
      }
    } else if (ours.kind === "object") {
      this.#fields(ours, unionOf(theirs), at, direction);
    } else {
      tellMembers(ours, theirs, at, this.#tell);
    }
  }

  #fields(ours: Schema, theirs: SchemaView, at: string, direction: Direction): void {
    const own = new Map((ours.fields ?? []).map((field) => [field.name, field]));
    const known = Object.entries(theirs.properties).map(
      ([name, schema]) => [name, schema, viewOf(this.#document, schema)] as const,
    );
    for (const [name, schema, view] of known) {
      const field = own.get(name);
      const place = `${at}.${name}`;
      if (field === undefined) {
        if (goes(view, direction)) this.#tellNew(name, theirs, place, direction);
        continue;
      }
      if (view.deprecated)
        this.#tell({ difference: "field_deprecated", at: place, detail: "it is deprecated" });
      if (!goes(field, direction) || !goes(view, direction)) continue;
      if (direction === "sent" && theirs.required.has(name) && !field.required) {
        this.#tell({ difference: "required_new", at: place, detail: "the document requires it" });
      }
      this.compare(field.schema, schema, place, direction);
    }
    // An object that lists nothing says nothing about what it has.
    if (known.length === 0) return;
    for (const field of own.values()) {
      if (!goes(field, direction) || Object.hasOwn(theirs.properties, field.name)) continue;
      this.#tell({
        difference: "field_lost",
        at: `${at}.${field.name}`,
        detail: "the document does not have it",
      });
    }
  }

  #tellNew(name: string, theirs: SchemaView, at: string, direction: Direction): void {
    const required = direction === "sent" && theirs.required.has(name);
    this.#tell({
      difference: required ? "required_new" : "field_new",
      at,
      detail: required ? "the document requires it" : "the document has it",
    });
  }
}

/** Compares the known members of a value; where only one side lists any, all of them are told. */
export function tellMembers(
  ours: Schema,
  theirs: SchemaView,
  at: string,
  tell: (finding: Finding) => void,
): void {
  const own = ours.enum ?? [];
  const known = (theirs.enum ?? []).filter((member) => typeof member === "string");
  const fresh = known.filter((member) => !own.includes(member));
  const lost = own.filter((member) => !known.includes(member));
  if (fresh.length > 0) tell({ difference: "member_new", at, detail: fresh.join(", ") });
  if (lost.length > 0) tell({ difference: "member_lost", at, detail: lost.join(", ") });
}

type Kind = "text" | "date-time" | "integer" | "number" | "boolean" | "array" | "object" | "anything";

/** What a document's schema is, in few words. */
export function kindOf(view: SchemaView): Kind {
  if (isChoiceOfObjects(view)) return "object";
  if (view.choice || view.types.length > 1) return "anything";
  if (isArray(view)) return "array";
  if (isObject(view)) return "object";
  switch (view.types[0]) {
    case "string":
      return view.format === "date-time" ? "date-time" : "text";
    case "integer":
    case "number":
    case "boolean":
      return view.types[0];
    default:
      return view.enum?.every((member) => typeof member === "string") ? "text" : "anything";
  }
}

/** Whether a type of the spec is the one of the document. */
export function agrees({ kind }: Schema, theirs: Kind): boolean {
  if (kind === "string") return theirs === "text";
  if (kind === "map") return theirs === "object";
  return kind === theirs;
}
