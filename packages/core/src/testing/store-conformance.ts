import type { Change, Store } from "../store/store.ts";
import { approvalCases } from "./store-conformance-approvals.ts";
import { auditCases } from "./store-conformance-audit.ts";

/** A place that one or more stores, as of as many processes, keep their state in. */
export interface StorePlace extends AsyncDisposable {
  /** Opens one more store on the same state. Whoever opens it closes it. */
  open(): Promise<Store>;
  /**
   * For stores that go by a clock of their own: sets it, in milliseconds since the epoch, to the time that is said next.
   * Absent: they go by what their callers say.
   */
  setClock?(now: number): void;
}

/** One thing that every store must do. */
export interface ConformanceCase {
  /** A full sentence. */
  readonly title: string;
  /** Throws where the store does otherwise. */
  run(): Promise<void>;
}

/**
 * What a store must do to stand in for another, to be run by any test runner:
 * `for (const { title, run } of storeConformance(makePlace)) test(title, run)`.
 * @param makePlace gives an empty place each time
 */
export function storeConformance(makePlace: () => Promise<StorePlace>): readonly ConformanceCase[] {
  return [...auditCases, ...approvalCases].map(([title, work]) => ({
    title,
    run: async () => {
      await using place = await makePlace();
      const opened: Store[] = [];
      const open = async (): Promise<Store> => {
        const store = await place.open();
        opened.push(store);
        return place.setClock ? atSaidTimes(store, (now) => place.setClock!(now)) : store;
      };
      try {
        await work(await open(), open);
      } finally {
        await Promise.all(opened.map((store) => store.close()));
      }
    },
  }));
}

/** Sets the store's clock to the latest time that a unit or a query says. */
function atSaidTimes(store: Store, setClock: (now: number) => void): Store {
  const timed = ({ dueAt }: { readonly dueAt?: number }): void => {
    if (dueAt !== undefined) setClock(dueAt);
  };
  return {
    commit: (unit) => {
      const said = unit.flatMap((change) => timeOf(change) ?? []);
      if (said.length > 0) setClock(Math.max(...said));
      return store.commit(unit);
    },
    approvals: (query) => {
      timed(query);
      return store.approvals(query);
    },
    announcements: (query) => {
      timed(query);
      return store.announcements(query);
    },
    approval: (id) => store.approval(id),
    openActions: (orgId) => store.openActions(orgId),
    openAction: (actionId) => store.openAction(actionId),
    auditHead: (orgId) => store.auditHead(orgId),
    audit: (query) => store.audit(query),
    checkpoints: (orgId) => store.checkpoints(orgId),
    orgs: () => store.orgs(),
    close: () => store.close(),
  };
}

/** When a change says that it happens; undefined where it is for no time limit. */
function timeOf(change: Change): number | undefined {
  switch (change.do) {
    case "request":
      return change.approval.requestedAt;
    case "vote":
      return change.vote.at;
    case "transition":
    case "supersede":
    case "announce":
    case "claim":
    case "doubt":
      return change.at;
    case "append":
    case "checkpoint":
    case "announced":
    case "begin":
    case "end":
      return undefined;
  }
}

/** A title, and work on a fresh store; `open` opens another one on the same state. */
export type StoreCase = readonly [
  title: string,
  work: (store: Store, open: () => Promise<Store>) => Promise<void>,
];
