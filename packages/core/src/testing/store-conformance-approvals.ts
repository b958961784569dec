import assert from "node:assert/strict";
import type { Change, Store } from "../store/store.ts";
import type { StoreCase } from "./store-conformance.ts";
import { sampleAction, sampleApproval, sampleTime, sampleVote } from "./store-samples.ts";

const request = (id: string): Change => ({ do: "request", approval: sampleApproval(id) });
const vote = (id: string, person: string, version: number): Change => ({
  do: "vote",
  vote: sampleVote(id, person),
  version,
});
const approve = (id: string, executeBy = sampleTime + 7_200_000): Change => ({
  ...{ do: "transition", approvalId: id, from: "pending", to: "approved", at: sampleTime + 2_000, executeBy },
});
const consume = (id: string, at = sampleTime + 3_000): Change => ({
  ...{ do: "transition", approvalId: id, from: "approved", to: "consumed", at },
});
const expire = (id: string, from: "pending" | "approved", at: number): Change => ({
  ...{ do: "transition", approvalId: id, from, to: "expired", at },
});

async function refused(store: Store, ...unit: readonly Change[]): Promise<void> {
  await assert.rejects(store.commit(unit), { code: "store_conflict" });
}

/** How many of several callers a change succeeds for. */
async function winners(stores: readonly Store[], unit: readonly Change[]): Promise<number> {
  const settled = await Promise.allSettled(stores.map((store) => store.commit(unit)));
  for (const each of settled)
    if (each.status === "rejected") assert.equal(each.reason.code, "store_conflict");
  return settled.filter(({ status }) => status === "fulfilled").length;
}

/** What a store must do with approvals and open actions. */
export const approvalCases: readonly StoreCase[] = [
  [
    "a request is pending until it is decided, and read back whole by another store",
    async (store, open) => {
      await store.commit([request("apr-1")]);
      const pending = {
        ...sampleApproval("apr-1"),
        state: "pending",
        version: 1,
        changedAt: sampleTime,
        votes: [],
      };
      assert.deepEqual(await (await open()).approval("apr-1"), pending);
      assert.equal(await store.approval("no such"), undefined);
      await store.commit([vote("apr-1", "ann@example.com", 1), approve("apr-1")]);
      assert.deepEqual(await store.approval("apr-1"), {
        ...{ ...pending, state: "approved", version: 3, changedAt: sampleTime + 2_000 },
        ...{ executeBy: sampleTime + 7_200_000, votes: [sampleVote("apr-1", "ann@example.com")] },
      });
    },
  ],
  [
    "a request is made once",
    async (store) => {
      await store.commit([request("apr-1")]);
      await refused(store, request("apr-1"));
    },
  ],
  [
    "a person votes once, on the version that was read, while the request is pending and in time",
    async (store) => {
      await store.commit([
        request("apr-1"),
        { do: "request", approval: sampleApproval("apr-2", { decideBy: sampleTime + 1_000 }) },
      ]);
      await store.commit([vote("apr-1", "ann@example.com", 1)]);
      await refused(store, vote("apr-1", "ann@example.com", 2));
      await refused(store, vote("apr-1", "bob@example.com", 1));
      await refused(store, vote("apr-2", "ann@example.com", 1));
      await store.commit([vote("apr-1", "bob@example.com", 2), approve("apr-1")]);
      await refused(store, vote("apr-1", "cid@example.com", 4));
      assert.deepEqual(
        (await store.approval("apr-1"))?.votes.map(({ person }) => person),
        ["ann@example.com", "bob@example.com"],
      );
    },
  ],
  [
    "of many stores that consume one approval, one does",
    async (store, open) => {
      await store.commit([request("apr-1"), approve("apr-1")]);
      const stores = [store, await open(), await open(), await open()];
      assert.equal(await winners([...stores, ...stores], [consume("apr-1")]), 1);
    },
  ],
  [
    "nothing is decided or consumed past its time, and nothing expires before it",
    async (store) => {
      const { decideBy } = sampleApproval("apr-1");
      await store.commit([request("apr-1")]);
      await refused(store, expire("apr-1", "pending", decideBy - 1));
      await refused(store, { ...approve("apr-1"), at: decideBy } as Change);
      await store.commit([approve("apr-1", sampleTime + 5_000)]);
      await refused(store, consume("apr-1", sampleTime + 5_000));
      await refused(store, expire("apr-1", "approved", sampleTime + 4_999));
      await store.commit([expire("apr-1", "approved", sampleTime + 5_000)]);
      await refused(store, consume("apr-1"));
    },
  ],
  [
    "a clock that was moved back changes no approval",
    async (store) => {
      await store.commit([request("apr-1"), approve("apr-1")]);
      await refused(store, consume("apr-1", sampleTime + 1_999));
    },
  ],
  [
    "approvals are listed oldest first, by organisation, state and what is due",
    async (store) => {
      const later = sampleApproval("apr-1", { requestedAt: sampleTime + 1, decideBy: sampleTime + 10 });
      await store.commit([{ do: "request", approval: later }, request("apr-2")]);
      await store.commit([
        { do: "request", approval: sampleApproval("apr-3", { orgId: "org-b" }) },
        approve("apr-3"),
      ]);
      const ids = async (...[query]: Parameters<Store["approvals"]>): Promise<readonly string[]> =>
        (await store.approvals(query)).map(({ id }) => id);
      assert.deepEqual(await ids({}), ["apr-2", "apr-3", "apr-1"]);
      assert.deepEqual(await ids({ orgId: "org-a" }), ["apr-2", "apr-1"]);
      assert.deepEqual(await ids({ state: "approved" }), ["apr-3"]);
      assert.deepEqual(await ids({ dueAt: sampleTime + 10 }), ["apr-1"]);
    },
  ],
  [
    "of many stores that claim one announcement, one does, and what a slow one reports is void",
    async (store, open) => {
      const told = { approvalId: "apr-1", channel: "mail" } as const;
      const claim = (attempt: number, at: number): Change => ({
        ...told,
        do: "claim",
        attempt,
        at,
        until: at + 10,
      });
      const sent = (attempt: number): Change => ({
        ...told,
        do: "announced",
        attempt,
        state: "sent",
        nextAt: 0,
      });
      await store.commit([request("apr-1"), { ...told, do: "announce", at: 100, decideBy: 1_000 }]);
      assert.equal(await winners([store, await open(), await open()], [claim(1, 100)]), 1);
      await refused(store, claim(2, 109));
      await store.commit([claim(2, 110)]);
      await refused(store, sent(1));
      await store.commit([sent(2)]);
      await refused(store, sent(2));
      assert.deepEqual(
        (await store.announcements({ approvalId: "apr-1" })).map(({ state }) => state),
        ["sent"],
      );
      assert.deepEqual(await store.announcements({ dueAt: 10_000 }), []);
    },
  ],
  [
    "an action is open from its begin to its end, once, and in doubt once",
    async (store, open) => {
      await store.commit([{ do: "begin", action: sampleAction("action-1") }]);
      await refused(store, { do: "begin", action: sampleAction("action-1") });
      assert.deepEqual(await (await open()).openActions(), [sampleAction("action-1")]);
      assert.deepEqual(await store.openActions("org-b"), []);
      assert.deepEqual(await store.openAction("action-1"), sampleAction("action-1"));
      await store.commit([{ do: "doubt", actionId: "action-1", at: 5 }]);
      await refused(store, { do: "doubt", actionId: "action-1", at: 6 });
      assert.deepEqual(await store.openActions("org-a"), [{ ...sampleAction("action-1"), unknownSince: 5 }]);
      await store.commit([{ do: "end", actionId: "action-1" }]);
      await refused(store, { do: "end", actionId: "action-1" });
      assert.deepEqual(await store.openActions(), []);
    },
  ],
];
