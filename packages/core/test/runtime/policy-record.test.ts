import { expect, test } from "vitest";
import { StoreUnavailableError } from "../../src/errors/store-unavailable-error.ts";
import { homeAt } from "../../src/runtime/home.ts";
import { SqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { house, rejection } from "../support/house.ts";
import { tapped } from "../support/tap.ts";

test("nobody acts before it is on record which policies are in force, and that is tried again", async () => {
  await using home = await house();
  let refusals = 1;
  const store = tapped(SqliteStore.open({ file: homeAt(home.key.folder).store }), {
    before: (label) => {
      if (label === "policy" && refusals-- > 0) throw new StoreUnavailableError("the disk is full");
    },
  });
  const runtime = await home.open({ store });
  const doors = home.doors(runtime);
  expect(await rejection(doors.execute("doors:read_detail", { doorId: "d1" }))).toMatchObject({
    code: "store_unavailable",
  });
  expect(home.building.server.requests).toEqual([]);
  expect(await doors.execute("doors:read_detail", { doorId: "d1" })).toMatchObject({ id: "d1" });
  const { value: first } = await runtime.store.audit({ orgId: "acme" })[Symbol.asyncIterator]().next();
  expect(first?.record).toMatchObject({ kind: "policy", details: { policySet: runtime.policy.hash } });
});

test("an organisation that enters while policies are loaded has on record what came into force", async () => {
  await using home = await house();
  let enter: (() => Promise<void>) | undefined;
  let entering: Promise<void> | undefined;
  const store = tapped(SqliteStore.open({ file: homeAt(home.key.folder).store }), {
    before: () => {
      const once = enter;
      enter = undefined;
      entering ??= once?.();
    },
  });
  const runtime = await home.open({ store });
  await runtime.enter("acme");
  enter = () => runtime.enter("other");
  await home.policy(`- { name: reads, connector: doors, operations: ["doors:read"] }`);
  await runtime.reloadPolicies();
  await entering;
  for (const orgId of ["acme", "other"]) {
    const sets: unknown[] = [];
    for await (const { record } of store.audit({ orgId })) sets.push(record.details["policySet"]);
    expect([orgId, sets.at(-1)]).toEqual([orgId, runtime.policy.hash]);
  }
});
