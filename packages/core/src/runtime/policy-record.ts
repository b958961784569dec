import type { AuditEntry, AuditLog } from "../audit/audit-log.ts";
import type { PolicyLoadEvent } from "../policy/policy-store.ts";

/** Keeps on record, in the log of each organisation that acts here, which policies are in force for it. */
export class PolicyRecord {
  readonly #audit: AuditLog;
  readonly #entered = new Map<string, Promise<void>>();
  #last: PolicyLoadEvent | undefined;

  constructor(audit: AuditLog) {
    this.#audit = audit;
  }

  /** A set came into force or was rejected. If that can't be recorded, the set that was in force stays so. */
  async loaded(event: PolicyLoadEvent): Promise<void> {
    const orgs = [...this.#entered.keys()];
    if (orgs.length > 0) await this.#audit.append(...orgs.map((orgId) => entryOf(orgId, event)));
    this.#last = event;
  }

  /** An organisation is about to act here for the first time. */
  enter(orgId: string): Promise<void> {
    const entering = this.#entered.get(orgId) ?? this.#record(orgId);
    this.#entered.set(orgId, entering);
    return entering;
  }

  async #record(orgId: string): Promise<void> {
    try {
      // A runtime loads its policies before anybody can act.
      await this.#audit.append(entryOf(orgId, this.#last!));
    } catch (error) {
      this.#entered.delete(orgId);
      throw error;
    }
  }
}

function entryOf(orgId: string, { kind, hash, files, diagnostics }: PolicyLoadEvent): AuditEntry {
  const faults = diagnostics.map(({ code, file, line, message }) => ({ code, file, line, message }));
  return { kind: "policy", orgId, details: { event: kind, policySet: hash, files, diagnostics: faults } };
}
