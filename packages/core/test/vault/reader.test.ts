import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Permit } from "../../src/approval/permit.ts";
import { VaultPathNotFoundError } from "../../src/errors/vault-path-not-found-error.ts";
import { bundleOf } from "../../src/vault/names.ts";
import { type VaultAccess, VaultReader, type VaultReaderOptions } from "../../src/vault/reader.ts";
import type { SecretBundle, VaultProvider } from "../../src/vault/vault.ts";
import { plain, secret } from "./bench.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** One read that the provider was asked for, answered by the test. */
interface Asked {
  readonly path: string;
  readonly signal: AbortSignal | undefined;
  readonly answer: (token: string, leaseMs?: number) => void;
  readonly fail: (error: Error) => void;
}

interface Bench {
  readonly reader: VaultReader;
  readonly asked: Asked[];
  readonly accesses: VaultAccess[];
  /** Reveals, with the provider answering at once if it is asked. */
  readonly revealed: (action: string, token: string, leaseMs?: number) => Promise<SecretBundle>;
}

function bench(options: VaultReaderOptions = {}): Bench {
  const asked: Asked[] = [];
  const accesses: VaultAccess[] = [];
  const provider: VaultProvider = {
    name: "embedded",
    close: async () => {},
    read: async (path, signal) =>
      new Promise((resolve, fail) => {
        const answer = (token: string, leaseMs?: number): void =>
          resolve(bundleOf(path, [["api_token", secret(token)]], leaseMs));
        asked.push({ path, signal, answer, fail });
      }),
  };
  const onAccess = (access: VaultAccess): void => void accesses.push(access);
  const reader = new VaultReader(provider, { onAccess, ...options });
  const revealed = async (action: string, token: string, leaseMs?: number): Promise<SecretBundle> => {
    const before = asked.length;
    const bundle = reader.reveal(permit(action), "okta");
    await settle();
    asked[before]?.answer(token, leaseMs);
    return bundle;
  };
  return { reader, asked, accesses, revealed };
}

/** Lets everything that can go on do so. */
async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

function thrice<T>(value: T): readonly T[] {
  return [value, value, value];
}

const actor = { orgId: "acme", agentId: "agent", connector: "okta" };

function permit(id: string): Permit {
  return Permit.issue({ id, ...actor });
}

test("without a permit nothing is read, and nothing recorded", async () => {
  const { reader, asked, accesses } = bench();
  const forged = { actionId: "a", ...actor } as unknown as Permit;
  await expect(reader.reveal(forged, "okta")).rejects.toMatchObject({ code: "permit_required" });
  await expect(reader.refetch(forged, bundleOf("okta", []))).rejects.toMatchObject({
    code: "permit_required",
  });
  expect([asked, accesses]).toEqual([[], []]);
});

test("a bundle is kept for the time to live, and then read again", async () => {
  const { asked, accesses, revealed } = bench({ ttlMs: 60_000 });
  expect(plain(await revealed("a1", "one"))).toEqual({ api_token: "one" });
  await vi.advanceTimersByTimeAsync(59_999);
  expect(plain(await revealed("a2", "two"))).toEqual({ api_token: "one" });
  await vi.advanceTimersByTimeAsync(1);
  expect(plain(await revealed("a3", "three"))).toEqual({ api_token: "three" });
  expect(asked).toHaveLength(2);
  const common = { ...actor, path: "okta", provider: "embedded", fields: ["api_token"] };
  expect(accesses).toEqual([
    { ...common, actionId: "a1", outcome: "read" },
    { ...common, actionId: "a2", outcome: "cached" },
    { ...common, actionId: "a3", outcome: "read" },
  ]);
});

test("a lease that is shorter than the time to live wins, and a longer one does not", async () => {
  const { asked, revealed } = bench({ ttlMs: 60_000 });
  await revealed("a1", "one", 5_000);
  await vi.advanceTimersByTimeAsync(5_000);
  await revealed("a2", "two", 3_600_000);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(plain(await revealed("a3", "three"))).toEqual({ api_token: "three" });
  expect(asked).toHaveLength(3);
});

test("a time to live of 0 keeps nothing, and still shares what is being fetched", async () => {
  const { reader, asked, revealed } = bench({ ttlMs: 0 });
  await revealed("a1", "one");
  await revealed("a2", "two");
  expect(asked).toHaveLength(2);
  const both = [reader.reveal(permit("a3"), "okta"), reader.reveal(permit("a4"), "okta")];
  await settle();
  expect(asked).toHaveLength(3);
  asked[2]?.answer("three");
  expect((await Promise.all(both)).map(plain)).toEqual([{ api_token: "three" }, { api_token: "three" }]);
});

test.each([-1, 0.5, Number.NaN, Infinity, 86_400_001])("a time to live of %d is refused", (ttlMs) => {
  expect(() => bench({ ttlMs })).toThrow(/ttlMs is/);
});

test("many callers at once are one fetch, and other paths are their own", async () => {
  const { reader, asked, accesses } = bench();
  const calls = ["a", "b", "c"].map(async (id) => reader.reveal(permit(id), "okta"));
  const other = reader.reveal(permit("d"), "other");
  await settle();
  expect(asked.map(({ path }) => path)).toEqual(["okta", "other"]);
  asked[0]?.answer("one");
  asked[1]?.answer("two");
  expect((await Promise.all(calls)).map(plain)).toEqual(thrice({ api_token: "one" }));
  expect(plain(await other)).toEqual({ api_token: "two" });
  expect(accesses.map(({ actionId, outcome }) => `${actionId} ${outcome}`).toSorted()).toEqual([
    "a read",
    "b cached",
    "c cached",
    "d read",
  ]);
});

test("a caller that aborts gets its reason, and leaves the others their fetch", async () => {
  const { reader, asked, accesses } = bench();
  const leaving = new AbortController();
  const first = reader.reveal(permit("a"), "okta", leaving.signal);
  const second = reader.reveal(permit("b"), "okta");
  await settle();
  leaving.abort(new Error("enough"));
  await expect(first).rejects.toThrow("enough");
  expect(asked[0]?.signal?.aborted).toBe(false);
  asked[0]?.answer("one");
  expect(plain(await second)).toEqual({ api_token: "one" });
  expect(accesses[0]).toMatchObject({ actionId: "a", outcome: "failed", error: "Error" });
});

test("when every caller has aborted the fetch is aborted too, and the next caller starts another", async () => {
  const { reader, asked, revealed } = bench();
  const leaving = new AbortController();
  const calls = ["a", "b"].map(async (id) => reader.reveal(permit(id), "okta", leaving.signal));
  await settle();
  leaving.abort(new Error("enough"));
  expect((await Promise.allSettled(calls)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(asked[0]?.signal?.aborted).toBe(true);
  expect(plain(await revealed("c", "two"))).toEqual({ api_token: "two" });
  expect(asked).toHaveLength(2);
  // The provider may answer all the same: the later fetch stands.
  asked[0]?.answer("one");
  await settle();
  expect(plain(await revealed("d", "three"))).toEqual({ api_token: "two" });
});

test("a caller that aborted before it asked causes no fetch", async () => {
  const { reader, asked } = bench();
  await expect(reader.reveal(permit("a"), "okta", AbortSignal.abort(new Error("enough")))).rejects.toThrow(
    "enough",
  );
  await settle();
  expect(asked).toEqual([]);
});

test("a failure reaches everybody who waits, is recorded by its code, and is not kept", async () => {
  const { reader, asked, accesses, revealed } = bench();
  const calls = ["a", "b"].map(async (id) => reader.reveal(permit(id), "okta"));
  await settle();
  asked[0]?.fail(new VaultPathNotFoundError("embedded", "okta", "set it"));
  const results = await Promise.allSettled(calls);
  expect(results).toMatchObject([
    { reason: { code: "vault_path_not_found" } },
    { reason: { code: "vault_path_not_found" } },
  ]);
  expect(accesses).toEqual(
    ["a", "b"].map((actionId) => ({
      ...actor,
      actionId,
      path: "okta",
      provider: "embedded",
      outcome: "failed",
      error: "vault_path_not_found",
    })),
  );
  expect(plain(await revealed("c", "one"))).toEqual({ api_token: "one" });
});

test("an access that can't be recorded gives no secret", async () => {
  const { revealed, reader } = bench({
    onAccess: async () => Promise.reject(new Error("the log is full")),
  });
  await expect(revealed("a", "one")).rejects.toThrow("the log is full");
  const again = reader.reveal(permit("b"), "okta").catch((error: unknown) => error);
  await settle();
  expect(await again).toMatchObject({ message: "the log is full" });
});

test("many 401s with one bundle are one fetch, also those that come when it is done", async () => {
  const { reader, asked, accesses, revealed } = bench();
  const stale = await revealed("a", "old");
  const calls = ["a", "b", "c"].map(async (id) => reader.refetch(permit(id), stale));
  await settle();
  asked[1]?.answer("new");
  expect((await Promise.all(calls)).map((bundle) => bundle && plain(bundle))).toEqual(
    thrice({ api_token: "new" }),
  );
  const late = await reader.refetch(permit("d"), stale);
  expect(late && plain(late)).toEqual({ api_token: "new" });
  expect(plain(await revealed("e", "newer"))).toEqual({ api_token: "new" });
  expect(asked).toHaveLength(2);
  expect(accesses.map(({ actionId, outcome }) => `${actionId} ${outcome}`).toSorted()).toEqual(
    ["a read", "a refetched", "b cached", "c cached", "d cached", "e cached"].toSorted(),
  );
});

test("an action that got 401 with the fetched bundle too gets no other, and causes no fetch", async () => {
  const { reader, asked, accesses, revealed } = bench();
  const stale = await revealed("a", "old");
  const calls = ["a", "b"].map(async (id) => reader.refetch(permit(id), stale));
  await settle();
  asked[1]?.answer("still wrong");
  const [fresh] = (await Promise.all(calls)) as [SecretBundle, SecretBundle];
  const before = accesses.length;
  expect(await reader.refetch(permit("a"), fresh)).toBeUndefined();
  expect(await reader.refetch(permit("b"), fresh)).toBeUndefined();
  expect([asked.length, accesses.length]).toEqual([2, before]);
});

test("another action that gets 401 with that bundle later has a failure of its own, and one fetch", async () => {
  const { reader, asked, revealed } = bench();
  const stale = await revealed("a", "old");
  const first = reader.refetch(permit("a"), stale);
  await settle();
  asked[1]?.answer("second");
  await first;
  const second = await revealed("b", "unused");
  const replaced = reader.refetch(permit("b"), second);
  await settle();
  asked[2]?.answer("third");
  const third = await replaced;
  expect(third && plain(third)).toEqual({ api_token: "third" });
  // Whoever still holds the first one needs no fetch: the third is newer than its replacement.
  const late = await reader.refetch(permit("c"), stale);
  expect(late && plain(late)).toEqual({ api_token: "third" });
  expect(asked).toHaveLength(3);
});

test("a 401 does not wait for a fetch that began before it, which may have read the old value", async () => {
  const { reader, asked, revealed } = bench();
  const stale = await revealed("a", "old");
  reader.forget("okta");
  const early = reader.reveal(permit("b"), "okta");
  await settle();
  const replaced = reader.refetch(permit("a"), stale);
  const after = reader.reveal(permit("c"), "okta");
  await settle();
  expect(asked).toHaveLength(3);
  asked[2]?.answer("new");
  asked[1]?.answer("old again");
  expect((await Promise.all([early, replaced, after])).map((bundle) => bundle && plain(bundle))).toEqual([
    { api_token: "old again" },
    { api_token: "new" },
    { api_token: "new" },
  ]);
  expect(plain(await revealed("d", "unused"))).toEqual({ api_token: "new" });
});

test("a rejected bundle is given to nobody while its replacement is fetched, nor if that fails", async () => {
  const { reader, asked, revealed } = bench();
  const stale = await revealed("a", "old");
  const replaced = reader.refetch(permit("a"), stale);
  const waiting = reader.reveal(permit("b"), "okta");
  await settle();
  asked[1]?.fail(new Error("down"));
  expect(await Promise.allSettled([replaced, waiting])).toMatchObject([
    { reason: { message: "down" } },
    { reason: { message: "down" } },
  ]);
  expect(plain(await revealed("c", "new"))).toEqual({ api_token: "new" });
});

test("a 401 is not answered from memory with what was fetched before it, even if a first try to replace it failed", async () => {
  const { reader, asked, revealed } = bench();
  const stale = await revealed("a", "old");
  reader.forget();
  await revealed("b", "older than the 401");
  const failing = reader.refetch(permit("a"), stale);
  await settle();
  asked[2]?.fail(new Error("down"));
  await expect(failing).rejects.toThrow("down");
  const replaced = reader.refetch(permit("c"), stale);
  await settle();
  asked[3]?.answer("new");
  const bundle = await replaced;
  expect(bundle && plain(bundle)).toEqual({ api_token: "new" });
});

test("forget and close let go of what is in memory, and a closed reader reads no more", async () => {
  const { reader, asked, revealed } = bench();
  await revealed("a", "one");
  reader.forget();
  expect(plain(await revealed("b", "two"))).toEqual({ api_token: "two" });
  await reader.close();
  await expect(reader.reveal(permit("c"), "okta")).rejects.toMatchObject({
    code: "vault_unavailable",
    retryable: false,
  });
  expect(asked).toHaveLength(2);
  expect(vi.getTimerCount()).toBe(0);
});

test("no access that is recorded holds a value", async () => {
  const { accesses, reader, revealed, asked } = bench();
  const stale = await revealed("a", "canary-77");
  const replaced = reader.refetch(permit("a"), stale);
  await settle();
  asked[1]?.answer("canary-78");
  await replaced;
  expect(accesses).toHaveLength(2);
  expect(JSON.stringify(accesses)).not.toContain("canary");
});
