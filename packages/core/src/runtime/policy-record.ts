import type { Diagnostic } from "@arx/yaml";
import type { AuditEntry, AuditLog } from "../audit/audit-log.ts";
import type { PolicyLoadError } from "../errors/policy-load-error.ts";
import type { PolicyLoadEvent } from "../policy/policy-store.ts";

/** Keeps on record, in the log of each organisation that acts here, which policies are in force for it. */
export class PolicyRecord {
  readonly #audit: AuditLog;
  /** Organisations whose log says which policies are in force. */
  readonly #told = new Set<string>();
  readonly #entering = new Map<string, Promise<void>>();
  #last: PolicyLoadEvent | undefined;
  /** One thing is written at a time: who enters during a load is told of what that load brought. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(audit: AuditLog) {
    this.#audit = audit;
  }

  /** A set came into force or was rejected. If that can't be recorded, the set that was in force stays so. */
  loaded(event: PolicyLoadEvent): Promise<void> {
    return this.#inTurn(async () => {
      const orgs = [...this.#told];
      if (orgs.length > 0) await this.#audit.append(...orgs.map((orgId) => entryOf(orgId, event)));
      this.#last = event;
    });
  }

  /** Policies that keep a runtime from opening, for each organisation that has a log. */
  refused(orgs: readonly string[], { diagnostics }: PolicyLoadError): Promise<void> {
    const details = { event: "refused", diagnostics: diagnostics.map(told) };
    return this.#audit.append(...orgs.map((orgId) => ({ kind: "policy", orgId, details }) as const));
  }

  /** An organisation is about to act here for the first time; what can't be recorded is tried again at the next call. */
  enter(orgId: string): Promise<void> {
    const entering = this.#entering.get(orgId) ?? this.#inTurn(() => this.#tell(orgId));
    this.#entering.set(orgId, entering);
    return entering;
  }

  async #tell(orgId: string): Promise<void> {
    try {
      // A runtime loads its policies before anybody can act.
      await this.#audit.append(entryOf(orgId, this.#last!));
      this.#told.add(orgId);
    } catch (error) {
      this.#entering.delete(orgId);
      throw error;
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

function entryOf(orgId: string, { kind, hash, files, diagnostics }: PolicyLoadEvent): AuditEntry {
  const details = { event: kind, policySet: hash, files, diagnostics: diagnostics.map(told) };
  return { kind: "policy", orgId, details };
}

function told({ code, file, line, message }: Diagnostic): object {
  return { code, file, line, message };
}
