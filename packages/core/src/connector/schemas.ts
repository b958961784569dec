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
