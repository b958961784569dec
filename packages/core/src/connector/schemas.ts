import { type ZodType, z } from "zod";
import type { Operation, OperationSchemas } from "./operation.ts";

const loaded = new WeakMap<Operation["schemas"], OperationSchemas>();

/** The schemas of an operation, loaded once: even a module that is in memory takes its time to be imported again. */
export function schemasOf({ schemas }: Operation): OperationSchemas | Promise<OperationSchemas> {
  return (
    loaded.get(schemas) ??
    schemas().then((found) => {
      loaded.set(schemas, found);
      return found;
    })
  );
}

/** Compiling a schema takes as long as it saves on so many bytes: a process that asks for less is better off without. */
const worthCompiling = 1_000_000;

/** How result schemas are applied, and to how many bytes they were. */
const uses = new WeakMap<ZodType, { readonly bytes: number; readonly schema: ZodType }>();

/**
 * Whether a body fits a result schema; nothing of it is copied.
 * @param bytes its size on the wire
 */
export function fits(result: ZodType, body: unknown, bytes: number): boolean {
  const before = uses.get(result) ?? { bytes: 0, schema: result };
  const now = before.bytes + bytes;
  const isWorth = before.bytes < worthCompiling && now >= worthCompiling;
  const schema = isWorth ? z.compile(result) : before.schema;
  uses.set(result, { bytes: now, schema });
  return schema.validate(body);
}
