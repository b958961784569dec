import { execFile } from "node:child_process";
import { chmod, rename, rm, unlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { PolicyLoadError } from "../../src/errors/policy-load-error.ts";
import { PolicyStore, type PolicyLoadEvent } from "../../src/policy/policy-store.ts";
import { watchPolicies } from "../../src/policy/watch.ts";
import { catalogs, newYear, requestFor } from "./bench.ts";
import { granting, policyFolder, type PolicyFolder } from "./folder.ts";

const broken = "- name: a\n  connector: okta\n  deny: [users:supend]\n";
const soon = { settleMs: 5, pollMs: 10 };

/** However busy the machine is, short of the test's own limit. */
const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 4_500 });

interface Bench extends AsyncDisposable {
  readonly folder: PolicyFolder;
  readonly store: PolicyStore;
  readonly events: PolicyLoadEvent[];
  /** Makes the next reports of a load fail. */
  readonly report: { fail: boolean };
  may(operation: string): boolean;
}

/** A store over a real folder that lets agents read users. */
async function bench(): Promise<Bench> {
  const folder = await policyFolder({ "a.yaml": granting("reads", "users:read") });
  const events: PolicyLoadEvent[] = [];
  const report = { fail: false };
  const store = await PolicyStore.open({
    folder: folder.path,
    catalogs,
    now: () => newYear,
    onLoad: async (event) => {
      if (report.fail) throw new Error("the log is full");
      events.push(event);
    },
  });
  const may = (operation: string): boolean => store.decide(requestFor(operation)).verdict !== "deny";
  return { folder, store, events, report, may, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

test("a store opens with the folder's policies, and reports them", async () => {
  await using one = await bench();

  expect([one.may("users:read"), one.may("groups:read")]).toEqual([true, false]);
  expect(one.store.health).toEqual({ ok: true, diagnostics: [] });
  expect(one.store.explain(requestFor("users:read")).opinions).toMatchObject([
    { policy: "reads", effect: "grant" },
  ]);
  expect(one.events).toEqual([
    { kind: "loaded", hash: one.store.hash, files: [join(one.folder.path, "a.yaml")], diagnostics: [] },
  ]);
});

test("a store does not open on policies that can't be loaded, and its error shows why and where", async () => {
  await using folder = await policyFolder({ "a.yaml": broken });
  const opening = PolicyStore.open({ folder: folder.path, catalogs });

  await expect(opening).rejects.toBeInstanceOf(PolicyLoadError);
  await expect(opening).rejects.toMatchObject({
    code: "policy_load",
    retryable: false,
    folder: folder.path,
    diagnostics: [{ code: "no_such_operation" }],
    message: expect.stringContaining(`${join(folder.path, "a.yaml")}:3:10  error[no_such_operation]`),
  });
});

test("a store does not open where its load can't be reported", async () => {
  await using folder = await policyFolder({ "a.yaml": granting("reads", "users:read") });
  const onLoad = (): never => {
    throw new Error("the log is full");
  };

  await expect(PolicyStore.open({ folder: folder.path, catalogs, onLoad })).rejects.toThrow(
    "the log is full",
  );
});

test("a reload puts the whole new set in force at once", async () => {
  await using one = await bench();
  const before = one.store.hash;
  await one.folder.write("a.yaml", granting("groups", "groups:read"));

  expect(one.may("users:read")).toBe(true);
  expect(await one.store.reload()).toEqual({ ok: true, diagnostics: [] });

  expect([one.may("users:read"), one.may("groups:read")]).toEqual([false, true]);
  expect(one.store.hash).not.toBe(before);
  expect(one.store.set.policies).toMatchObject([{ name: "groups" }]);
  expect(one.events.map(({ kind, hash }) => [kind, hash])).toEqual([
    ["loaded", before],
    ["loaded", one.store.hash],
  ]);
});

test("a bad reload keeps the last good set, raises health and is reported; a good one mends it", async () => {
  await using one = await bench();
  const good = one.store.hash;
  await one.folder.write("b.yaml", broken);

  const health = await one.store.reload();

  expect(health).toMatchObject({ ok: false, diagnostics: [{ code: "no_such_operation", line: 3 }] });
  expect(one.store.health).toBe(health);
  expect([one.store.hash, one.may("users:read")]).toEqual([good, true]);
  expect(one.events.at(-1)).toEqual({
    kind: "rejected",
    hash: good,
    files: [join(one.folder.path, "a.yaml")],
    diagnostics: health.diagnostics,
  });

  await unlink(join(one.folder.path, "b.yaml"));
  expect(await one.store.reload()).toEqual({ ok: true, diagnostics: [] });
});

test("a store that reports to nobody keeps the last good set too, and its health says why", async () => {
  await using folder = await policyFolder({ "a.yaml": granting("reads", "users:read") });
  const store = await PolicyStore.open({ folder: folder.path, catalogs, now: () => newYear });
  const { hash } = store;
  await folder.write("a.yaml", broken);

  const health = await store.reload();

  expect(health).toMatchObject({ ok: false, diagnostics: [{ code: "no_such_operation" }] });
  expect(health).not.toHaveProperty("cause");
  expect(store.hash).toBe(hash);
  await folder.write("a.yaml", granting("groups", "groups:read"));
  expect(await store.reload()).toEqual({ ok: true, diagnostics: [] });
  expect(store.hash).not.toBe(hash);
});

test("a store tells which set is in force since when, and since when and why no load was good", async () => {
  await using folder = await policyFolder({ "a.yaml": granting("reads", "users:read") });
  const clock = { now: newYear };
  const report = { fail: false };
  const onLoad = (): void => {
    if (report.fail) throw new Error("the log is full");
  };
  const store = await PolicyStore.open({ folder: folder.path, catalogs, now: () => clock.now, onLoad });
  const first = { policySet: store.hash, files: [join(folder.path, "a.yaml")], since: newYear };
  const reloadAt = async (now: number): Promise<void> => {
    clock.now = now;
    await store.reload();
  };
  expect(store.standing).toEqual(first);
  await reloadAt(newYear + 1);
  expect(store.standing).toEqual(first);

  await folder.write("a.yaml", broken);
  await reloadAt(newYear + 2);
  await reloadAt(newYear + 3);
  expect(store.standing).toMatchObject({
    ...first,
    failure: { since: newYear + 2, diagnostics: [{ code: "no_such_operation" }] },
  });
  expect(store.standing.failure).not.toHaveProperty("cause");

  await folder.write("a.yaml", granting("groups", "groups:read"));
  report.fail = true;
  await reloadAt(newYear + 4);
  expect(store.standing).toEqual({
    ...first,
    failure: { since: newYear + 2, diagnostics: [], cause: new Error("the log is full") },
  });

  report.fail = false;
  await reloadAt(newYear + 5);
  expect(store.standing).toEqual({ ...first, policySet: store.hash, since: newYear + 5 });
  expect(store.hash).not.toBe(first.policySet);
});

test("a folder that is emptied or removed takes no policy out of force", async () => {
  await using one = await bench();

  await unlink(join(one.folder.path, "a.yaml"));
  expect(await one.store.reload()).toMatchObject({ ok: false, diagnostics: [{ code: "no_policies" }] });
  await rm(one.folder.path, { recursive: true });
  expect(await one.store.reload()).toMatchObject({ ok: false, diagnostics: [{ code: "unreadable_folder" }] });

  expect(one.may("users:read")).toBe(true);
});

// Windows has no such modes.
test.skipIf(process.platform === "win32")(
  "a policy that others could have written meanwhile does not come into force",
  async () => {
    await using one = await bench();
    await one.folder.write("a.yaml", granting("groups", "groups:read"));
    await chmod(join(one.folder.path, "a.yaml"), 0o666);

    expect(await one.store.reload()).toMatchObject({ ok: false, diagnostics: [{ code: "untrusted" }] });
    expect([one.may("users:read"), one.may("groups:read")]).toEqual([true, false]);
  },
);

test("policies that can't be reported don't come into force", async () => {
  await using one = await bench();
  await one.folder.write("a.yaml", granting("groups", "groups:read"));
  one.report.fail = true;

  expect(await one.store.reload()).toMatchObject({ ok: false, cause: new Error("the log is full") });
  expect([one.may("users:read"), one.may("groups:read")]).toEqual([true, false]);

  one.report.fail = false;
  expect(await one.store.reload()).toMatchObject({ ok: true });
  expect([one.may("users:read"), one.may("groups:read")]).toEqual([false, true]);
});

test("reloads at the same time run one after the other, and the last one sees the last change", async () => {
  await using one = await bench();
  await one.folder.write("a.yaml", broken);
  const first = one.store.reload();
  await one.folder.write("a.yaml", granting("groups", "groups:read"));
  const rest = [one.store.reload(), one.store.reload()];

  await first;
  for (const health of await Promise.all(rest)) expect(health.ok).toBe(true);
  expect(one.may("groups:read")).toBe(true);
});

test("a watched store follows the folder: a change, a fault and its mending", async () => {
  await using one = await bench();
  await using _watch = watchPolicies(one.store, soon);

  await one.folder.write("a.yaml", granting("groups", "groups:read"));
  await eventually(() => expect([one.may("users:read"), one.may("groups:read")]).toEqual([false, true]));

  await one.folder.write("b.yaml", broken);
  await eventually(() => expect(one.store.health.ok).toBe(false));
  expect(one.may("groups:read")).toBe(true);

  await unlink(join(one.folder.path, "b.yaml"));
  await eventually(() => expect(one.store.health.ok).toBe(true));
});

test("a change between the load and the watch is not missed", async () => {
  await using one = await bench();
  await one.folder.write("a.yaml", granting("groups", "groups:read"));
  await using _watch = watchPolicies(one.store, soon);

  await eventually(() => expect(one.may("groups:read")).toBe(true));
});

test("a watch outlives the folder's replacement as a whole", async () => {
  await using one = await bench();
  await using next = await policyFolder({ "a.yaml": granting("groups", "groups:read") });
  await using _watch = watchPolicies(one.store, soon);

  await rm(one.folder.path, { recursive: true });
  await eventually(() => expect(one.store.health.ok).toBe(false));
  await rename(next.path, one.folder.path);
  await eventually(() => expect(one.may("groups:read")).toBe(true));

  await one.folder.write("a.yaml", granting("apps", "apps:read"));
  await eventually(() => expect(one.may("apps:read")).toBe(true));
});

test("a watch tries again what could not be reported, though the folder is as it was", async () => {
  await using one = await bench();
  await using _watch = watchPolicies(one.store, soon);
  one.report.fail = true;
  await one.folder.write("a.yaml", granting("groups", "groups:read"));
  await eventually(() => expect(one.store.health.cause).toBeDefined());

  one.report.fail = false;
  await eventually(() => expect(one.may("groups:read")).toBe(true));
});

test("the system tells of a change long before the next look", async () => {
  await using one = await bench();
  await using _watch = watchPolicies(one.store, { settleMs: 5, pollMs: 3_600_000 });
  await one.folder.write("a.yaml", granting("groups", "groups:read"));
  await eventually(() => expect(one.may("groups:read")).toBe(true));
});

test("a watch keeps no process alive", async () => {
  await using folder = await policyFolder({ "a.yaml": granting("reads", "users:read") });
  const watching = `
    const { PolicyStore } = await import(${JSON.stringify(new URL("../../src/policy/policy-store.ts", import.meta.url))});
    const { watchPolicies } = await import(${JSON.stringify(new URL("../../src/policy/watch.ts", import.meta.url))});
    const { catalogs } = await import(${JSON.stringify(new URL("bench.ts", import.meta.url))});
    watchPolicies(await PolicyStore.open({ folder: ${JSON.stringify(folder.path)}, catalogs }));
    console.log("watching");`;
  const child = promisify(execFile)(process.execPath, [
    ...["--conditions=@arx/source", "--input-type=module", "--eval", watching],
  ]);
  expect(await child).toMatchObject({ stdout: "watching\n" });
});

test("a folder that nobody touches is loaded once, and a closed watch loads nothing", async () => {
  await using one = await bench();
  const watch = watchPolicies(one.store, soon);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await watch.close();
  await one.folder.write("a.yaml", granting("groups", "groups:read"));
  await new Promise((resolve) => setTimeout(resolve, 100));

  expect(one.events).toHaveLength(1);
  expect(one.may("groups:read")).toBe(false);
});

test("a folder that is not there when its watch begins is followed all the same", async () => {
  await using one = await bench();
  await using next = await policyFolder({ "a.yaml": granting("groups", "groups:read") });
  await rm(one.folder.path, { recursive: true });
  await using _watch = watchPolicies(one.store, soon);
  await rename(next.path, one.folder.path);
  await eventually(() => expect(one.may("groups:read")).toBe(true));
});

test("a watch that is closed while it reloads ends with that reload", async () => {
  await using folder = await policyFolder({ "a.yaml": granting("reads", "users:read") });
  const loads: string[] = [];
  const closed = Promise.withResolvers<void>();
  const store = await PolicyStore.open({
    ...{ folder: folder.path, catalogs },
    onLoad: async ({ hash }) => {
      if (loads.push(hash) === 2) closed.resolve(watch.close());
    },
  });
  const watch = watchPolicies(store, soon);
  await folder.write("a.yaml", granting("groups", "groups:read"));
  await closed.promise;
  expect(store.hash).toBe(loads[1]);
  await folder.write("a.yaml", granting("apps", "apps:read"));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(loads).toHaveLength(2);
});
