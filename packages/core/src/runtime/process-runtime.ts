import type { Catalog } from "../connector/operation.ts";
import { openRuntime } from "./open-runtime.ts";
import type { Runtime } from "./runtime.ts";

const catalogs = new Map<string, Catalog>();
let opening: Promise<Runtime> | undefined;

/** Makes a connector's operations known to the process's own runtime, so that policies may speak of them. */
export function registerCatalog(catalog: Catalog): void {
  catalogs.set(catalog.connector, catalog);
}

/**
 * The process's own runtime, opened from the Arx home when it is first needed, with every connector that was made by
 * then. A home that was not ready is tried again at the next call.
 * @throws as {@link openRuntime}
 */
export function processRuntime(): Promise<Runtime> {
  opening ??= openRuntime({ catalogs: [...catalogs.values()] }).catch((error: unknown) => {
    opening = undefined;
    throw error;
  });
  return opening;
}
