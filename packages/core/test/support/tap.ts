import type { Change, Store } from "../../src/store/store.ts";

/** What happens around each commit of a store, by the unit's label. */
export interface Taps {
  before?(label: string): void;
  after?(label: string): void;
}

/** What a unit is about, such as `decision+intent`: the kinds of its records; where it has none, its changes. */
export function labelOf(unit: readonly Change[]): string {
  const records = unit.flatMap((change) => (change.do === "append" ? [change.draft.kind] : []));
  return (records.length > 0 ? records : unit.map((change) => change.do)).join("+");
}

/** A store that tells of each commit before it is made, where it can still be prevented, and once it is durable. */
export function tapped(store: Store, { before, after }: Taps): Store {
  return {
    commit: async (unit) => {
      before?.(labelOf(unit));
      await store.commit(unit);
      after?.(labelOf(unit));
    },
    approval: (id) => store.approval(id),
    approvals: (query) => store.approvals(query),
    announcements: (query) => store.announcements(query),
    openActions: (orgId) => store.openActions(orgId),
    openAction: (actionId) => store.openAction(actionId),
    auditHead: (orgId) => store.auditHead(orgId),
    audit: (query) => store.audit(query),
    checkpoints: (orgId) => store.checkpoints(orgId),
    orgs: () => store.orgs(),
    close: () => store.close(),
  };
}
