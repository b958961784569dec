import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { SqliteStore, type SqliteStoreOptions } from "../../src/store/sqlite/sqlite-store.ts";
import type { Change } from "../../src/store/store.ts";
import { sampleDraft } from "../../src/testing/store-samples.ts";

export interface StoreBench {
  readonly folder: string;
  readonly file: string;
  /** Opens the file once more, as another process would. */
  open(options?: Partial<SqliteStoreOptions>): SqliteStore;
}

/** An empty folder of its own; it is gone, and all stores are closed, when the test ends. */
export function bench(): StoreBench {
  const folder = mkdtempSync(join(tmpdir(), "arx-store-"));
  const file = join(folder, "arx.db");
  const opened: SqliteStore[] = [];
  onTestFinished(async () => {
    await Promise.allSettled(opened.map((store) => store.close()));
    rmSync(folder, { recursive: true, force: true });
  });
  const open: StoreBench["open"] = (options) => {
    const store = SqliteStore.open({ file, ...options });
    opened.push(store);
    return store;
  };
  return { folder, file, open };
}

/** One record to append. */
export function append(changed: Parameters<typeof sampleDraft>[0] = {}): Change {
  return { do: "append", draft: sampleDraft(changed) };
}

/** Appends records, one unit each, in order. */
export async function fill(store: SqliteStore, records: number): Promise<void> {
  await Promise.all(
    Array.from({ length: records }, (_, i) => store.commit([append({ actionId: `action-${i + 1}` })])),
  );
}
