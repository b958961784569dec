import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { SqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { storeConformance } from "../../src/testing/store-conformance.ts";

const cases = storeConformance(async () => {
  const folder = await mkdtemp(join(tmpdir(), "arx-store-"));
  return {
    open: async () => SqliteStore.open({ file: join(folder, "arx.db") }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
});

for (const { title, run } of cases) {
  // oxlint-disable-next-line vitest/valid-title, vitest/expect-expect -- the suite, which knows no test runner, says both
  test(title, run);
}
