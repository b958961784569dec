import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { SqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import type { Change, Store } from "../../src/store/store.ts";
import { storeConformance } from "../../src/testing/store-conformance.ts";
import { tapped } from "../support/tap.ts";

/** The change as of another time. What a vote or an announcement says of its time is kept as it is said. */
const timed = (change: Change, at: number): Change =>
  "at" in change && change.do !== "announce" ? { ...change, at } : change;

/** A store that goes by its own clock, whatever time its callers say. */
function withClock(store: Store, clock: { readonly now: number }): Store {
  return {
    ...tapped(store, {}),
    commit: (unit) => store.commit(unit.map((change) => timed(change, clock.now))),
    approvals: ({ dueAt, ...query }) =>
      store.approvals({ ...query, ...(dueAt !== undefined && { dueAt: clock.now }) }),
    announcements: ({ dueAt, ...query }) =>
      store.announcements({ ...query, ...(dueAt !== undefined && { dueAt: clock.now }) }),
  };
}

const cases = storeConformance(async () => {
  const folder = await mkdtemp(join(tmpdir(), "arx-store-"));
  const clock = { now: Date.UTC(2099, 0, 1) };
  return {
    open: async () => withClock(SqliteStore.open({ file: join(folder, "arx.db") }), clock),
    setClock: (now) => {
      clock.now = now;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
});

for (const { title, run } of cases) {
  // oxlint-disable-next-line vitest/valid-title, vitest/expect-expect -- the suite, which knows no test runner, says both
  test(`by a clock of the store's own: ${title}`, run);
}
