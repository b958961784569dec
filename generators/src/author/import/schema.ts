import type { SchemaNode } from "../../spec/schemas.ts";
import type { SchemaShape } from "../../spec/shape.ts";
import { type ApiDocument, refName } from "../openapi/document.ts";
import type { RawSchema } from "../openapi/raw.ts";
import { componentOf, isArray, isObject, type SchemaView, viewOf } from "../openapi/view.ts";
import { scalarNode } from "./scalar.ts";
import { pascalCase, phraseOf, wordsOf } from "./words.ts";

/** Why something is not as the vendor's document has it; printed as a comment above the key it is about. */
export type Comments = WeakMap<object, string>;

/** A node that is still being made. */
export type Draft = { -readonly [K in keyof SchemaNode]: SchemaNode[K] };

/** Turns a document's schemas into the spec's, and collects the named ones that they reach. */
export class SchemaImport {
  /** By our name, in the order in which they were met. */
  readonly named: Map<string, SchemaShape> = new Map();
  readonly comments: Comments = new WeakMap();
  readonly #document: ApiDocument;
  readonly #names = new Map<string, string>();

  constructor(document: ApiDocument) {
    this.#document = document;
  }

  /** The schema as it stands under a key: a name where it is a component with parts, else written out. */
  node(schema: RawSchema): SchemaShape {
    const component = componentOf(schema);
    const view = viewOf(this.#document, schema);
    if (component === undefined || !hasParts(view)) return this.#shorthand(this.#written(view, schema));
    const own = schema.description === undefined ? undefined : phraseOf(schema.description, 100);
    return this.#shorthand({
      type: this.#name(component),
      ...(own !== undefined && { summary: own }),
      ...(view.nullable && !viewOf(this.#document, { $ref: component }).nullable && { nullable: true }),
    });
  }

  /** The name of an object schema for a body: the component's, or `fallback` for one that has no name. */
  body(schema: RawSchema, fallback: string): string | undefined {
    const view = viewOf(this.#document, schema);
    if (!isObject(view) && !(view.choice ?? []).some(isObject)) return undefined;
    const component = componentOf(schema);
    if (component !== undefined && Object.keys(view.properties).length > 0 && !view.choice) {
      return this.#name(component);
    }
    const name = this.#free(component === undefined ? fallback : pascalCase(wordsOf(refName(component))));
    this.named.set(name, {});
    const node = this.#object(view, view.choice !== undefined || view.additional === true);
    if (view.choice) this.comments.set(node, shapesOf(view.choice));
    this.named.set(name, node);
    return name;
  }

  /** A component's name in the spec. Its schema is made before this returns, or is being made further up. */
  #name(component: string): string {
    const known = this.#names.get(component);
    if (known !== undefined) return known;
    const name = this.#free(pascalCase(wordsOf(refName(component))) || "Schema");
    this.#names.set(component, name);
    this.named.set(name, {});
    const schema = { $ref: component };
    const node = this.#written(viewOf(this.#document, schema), schema);
    this.named.set(name, node);
    return name;
  }

  #free(name: string): string {
    let free = name;
    for (let next = 2; this.named.has(free); next++) free = `${name}${next}`;
    return free;
  }

  #written(view: SchemaView, schema: RawSchema): Draft {
    if (view.choice) return this.#choice(view);
    if (isArray(view)) return this.#array(view);
    if (isObject(view)) {
      const open = Object.keys(view.properties).length === 0;
      return open ? this.#map(view) : this.#object(view, view.additional === true);
    }
    return scalarNode(view, this.comments, phraseOf(schema.description ?? view.description, 100));
  }

  #choice(view: SchemaView): Draft {
    const branches = view.choice!;
    const objects = branches.every(isObject);
    const own = Object.keys(view.properties).length > 0;
    const node = objects
      ? own
        ? this.#object(view, true)
        : withSummary({ type: "map" }, view)
      : withSummary({ type: "any" }, view);
    if (view.nullable) node.nullable = true;
    this.comments.set(node, shapesOf(branches));
    return node;
  }

  #array(view: SchemaView): Draft {
    const { minItems, maxItems } = view;
    const node = withSummary({ type: "array", items: this.node(view.items ?? {}) }, view);
    if (view.nullable) node.nullable = true;
    if (minItems !== undefined && minItems > 0 && minItems <= (maxItems ?? minItems))
      node.minItems = minItems;
    if (maxItems !== undefined && maxItems > 0) node.maxItems = maxItems;
    return node;
  }

  #map(view: SchemaView): Draft {
    const node = withSummary({ type: "map" }, view);
    if (view.nullable) node.nullable = true;
    if (typeof view.additional === "object" && Object.keys(view.additional).length > 0) {
      node.values = this.node(view.additional);
    }
    return node;
  }

  #object(view: SchemaView, open: boolean): Draft {
    const node: Draft = withSummary({}, view);
    if (view.nullable) node.nullable = true;
    if (open || typeof view.additional === "object") node.open = true;
    const fields: Record<string, SchemaShape> = {};
    const lost: string[] = [];
    for (const [name, schema] of Object.entries(view.properties)) {
      if (!/^[^\s.[\]{}]+$/.test(name) || name === "__proto__") lost.push(name);
      else fields[name] = this.#field(name, schema, view.required.has(name));
    }
    if (Object.keys(fields).length > 0) node.fields = fields;
    else Object.assign(node, { type: "object", open: true });
    if (lost.length > 0) {
      node.open = true;
      this.comments.set(node, `Left out, for a field can not have such a name: ${lost.join(", ")}.`);
    }
    return node;
  }

  #field(name: string, schema: RawSchema, required: boolean): SchemaShape {
    const { readOnly, writeOnly, deprecated, ...view } = viewOf(this.#document, schema);
    const made = this.node(schema);
    const node: Draft = typeof made === "string" ? { type: made } : made;
    const notes = [this.comments.get(node)];
    if (required) node.required = true;
    if (readOnly && !writeOnly) node.readOnly = true;
    if (writeOnly && !readOnly) node.writeOnly = true;
    if (isSecret(name, view.format, node.type)) {
      node.sensitive = true;
      if (view.format !== "password") notes.push("Taken for a secret by its name.");
    }
    if (deprecated) notes.push("Deprecated.");
    const comment = notes.filter((note) => note !== undefined).join(" ");
    if (comment !== "") this.comments.set(node, comment);
    return this.#shorthand(node);
  }

  /** The node as a person would write it: a bare word where there is but a type, and no type where it is text anyway. */
  #shorthand(node: Draft): SchemaShape {
    // A comment stands above a mapping, and a word is none.
    if (this.comments.has(node)) return node;
    const keys = Object.keys(node);
    if (keys.length === 1 && keys[0] === "type") return node.type!;
    if (node.type === "string") delete node.type;
    return node;
  }
}

function shapesOf(branches: readonly SchemaView[]): string {
  const kinds = [...new Set(branches.map(kindOf))];
  return `The document has ${branches.length} shapes for it: ${listed(kinds)}.`;
}

const most = 6;

function listed(words: readonly string[]): string {
  const rest = words.length - most;
  return rest > 0 ? `${words.slice(0, most).join(", ")} and ${rest} more` : words.join(", ");
}

function withSummary(node: Draft, view: SchemaView): Draft {
  const summary = phraseOf(view.description, 100);
  return summary === undefined ? node : { ...node, summary };
}

/** Arrays and objects with members get a name of their own; scalars, maps and choices are shorter written out. */
const hasParts = (view: SchemaView): boolean =>
  isArray(view) || (isObject(view) && Object.keys(view.properties).length > 0);

const kindOf = (view: SchemaView): string =>
  view.title ?? (isObject(view) ? "object" : isArray(view) ? "array" : view.types.join(" or ") || "anything");

const secretName =
  /(^|[a-z_-])(password|passphrase|secret|private_?key|api_?key|access_?token|refresh_?token)$/i;

function isSecret(name: string, format: string | undefined, type: string | undefined): boolean {
  const isText = type === undefined || type === "string" || type === "any";
  return isText && (format === "password" || secretName.test(name));
}
