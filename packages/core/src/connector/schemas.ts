import type { Operation, OperationSchemas } from "./operation.ts";

const loaded = new WeakMap<Operation["schemas"], OperationSchemas>();

/** The schemas of an operation, loaded once: even a module that is in memory takes its time to be imported again. */
export async function schemasOf({ schemas }: Operation): Promise<OperationSchemas> {
  const known = loaded.get(schemas);
  if (known) return known;
  const found = await schemas();
  loaded.set(schemas, found);
  return found;
}
