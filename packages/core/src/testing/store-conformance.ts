import type { Store } from "../store/store.ts";
import { approvalCases } from "./store-conformance-approvals.ts";
import { auditCases } from "./store-conformance-audit.ts";

/** A place that one or more stores, as of as many processes, keep their state in. */
export interface StorePlace extends AsyncDisposable {
  /** Opens one more store on the same state. Whoever opens it closes it. */
  open(): Promise<Store>;
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
        return store;
      };
      try {
        await work(await open(), open);
      } finally {
        await Promise.all(opened.map((store) => store.close()));
      }
    },
  }));
}

/** A title, and work on a fresh store; `open` opens another one on the same state. */
export type StoreCase = readonly [
  title: string,
  work: (store: Store, open: () => Promise<Store>) => Promise<void>,
];
