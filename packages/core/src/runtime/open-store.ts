import { SqliteStore } from "../store/sqlite/sqlite-store.ts";
import type { Store } from "../store/store.ts";
import type { Home } from "./home.ts";

/**
 * Opens the store of a home, for a runtime, and for whoever reads a log without one. Which kind of store that is, is said
 * here alone.
 * @throws StoreUnavailableError if it can't be opened for writing
 */
export async function openStore(home: Home): Promise<Store> {
  return SqliteStore.open({ file: home.store });
}
