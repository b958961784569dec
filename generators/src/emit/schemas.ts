import type { Family, Spec } from "../spec/model.ts";
import type { Operation } from "../spec/operation-model.ts";
import type { Field, NamedSchema, Schema } from "../spec/schema-model.ts";
import type { SourceFile } from "../source.ts";
import { asField, assumed, inputOf, objectOf } from "./input.ts";
import { checkedFields, reached, resultSchemas, withSchema, type Direction } from "./payloads.ts";
import { module, place } from "./place.ts";
import { zodText, type Reference } from "./zod.ts";

/** One module of zod schemas a family, loaded at the family's first call: input is strict, results need what is required. */
export function emitSchemas(spec: Spec): SourceFile[] {
  return spec.families.map((family) => {
    const imports = new Map<string, Set<string>>();
    const declared = new Set<string>();
    const reference: Reference = (name, direction) => {
      const home = spec.schemas.find((schema) => schema.name === name)?.family ?? family.name;
      const id = constant(name, direction);
      // Families may import each other and schemas hold themselves: what is not there yet is looked up when it is used.
      if (home === family.name) return declared.has(id) ? id : `z.lazy(() => ${id})`;
      imports.set(home, (imports.get(home) ?? new Set()).add(id));
      return `z.lazy(() => ${id})`;
    };

    // A body is no schema of its own here: its fields are among the operation's input.
    const inputs = spec.operations.flatMap((operation) =>
      inputOf(spec, operation).options.map(({ schema }) => schema),
    );
    const roots = { result: resultSchemas(spec), input: inputs };
    const named = (["result", "input"] as const).flatMap((direction) =>
      inOrder(reached(spec, roots[direction], direction, checkedFields), family, direction).map(
        ({ name, schema }) => {
          const id = constant(name, direction);
          const declaration = `export const ${id}: z.ZodType = ${zodText(schema, direction, reference)};`;
          declared.add(id);
          return declaration;
        },
      ),
    );
    const operations = family.operations.map((operation) => operationSchemas(spec, operation, reference));
    const head = [
      `import { z } from "zod";`,
      ...(operations.length > 0 ? [`import type { OperationSchemas } from "@arx/core";`] : []),
      ...[...imports].map(
        ([other, ids]) => `import { ${[...ids].toSorted().join(", ")} } from "./${other}.ts";`,
      ),
    ];
    const path = `${place(spec.name).source}/schemas/${family.name}.ts`;
    return module(spec, path, [head.join("\n"), ...named, ...operations].join("\n\n"));
  });
}

function operationSchemas(spec: Spec, operation: Operation, reference: Reference): string {
  const { path, options, open } = inputOf(spec, operation);
  const target = path.map((parameter): Field => {
    const minLength = Math.max(1, parameter.schema.minLength ?? 0);
    return withSchema(asField(parameter), { ...parameter.schema, minLength });
  });
  // The engine has moved what does not match elsewhere, so the pattern has done its work.
  const routed = new Set(operation.parameters.filter(({ otherwise }) => otherwise).map(({ name }) => name));
  const members = options.map((field): Field => {
    const { pattern, default: _, ...schema } = field.schema;
    const value = assumed(operation, field);
    const kept = routed.has(field.name) ? undefined : pattern;
    return withSchema(field, {
      ...schema,
      ...(kept && { pattern: kept }),
      ...(value !== undefined && { default: value }),
    });
  });
  const input = zodText(objectOf([...target, ...members], open), "input", reference);
  const { result } = operation;
  const answer = result.kind === "none" ? "" : `, result: ${zodText(result.schema, "result", reference)}`;
  return `export const ${operation.call}: OperationSchemas = { input: ${input}${answer} };`;
}

function constant(name: string, direction: Direction): string {
  return direction === "input" ? `${name}Input` : name;
}

/** The family's own schemas, each after those it is made of, as far as there is no cycle. */
function inOrder(
  schemas: readonly NamedSchema[],
  family: Family,
  direction: Direction,
): readonly NamedSchema[] {
  const own = schemas.filter((schema) => schema.family === family.name);
  const ordered = new Set<NamedSchema>();
  const started = new Set<NamedSchema>();
  const declare = (named: NamedSchema | undefined): void => {
    if (!named || started.has(named)) return;
    started.add(named);
    visit(named.schema);
    ordered.add(named);
  };
  const visit = (schema: Schema): void => {
    declare(own.find(({ name }) => name === schema.ref));
    for (const inner of [schema.items, schema.values]) if (inner) visit(inner);
    for (const field of checkedFields(schema, direction)) visit(field.schema);
  };
  own.forEach(declare);
  return [...ordered];
}
