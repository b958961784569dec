import type { DatabaseSync, StatementSync } from "node:sqlite";
import { canonicalJson, sha256 } from "../../audit/canonical.ts";
import { type AuditHead, type BareDraft, bodyOf, genesis, indexOfDraft } from "../../audit/record.ts";
import { StoreConflictError } from "../../errors/store-conflict-error.ts";
import type { Change } from "../store.ts";

/** A change as it is carried out: of a record, the details are in their canonical form. */
export type Step =
  | Exclude<Change, { do: "append" }>
  | { readonly do: "append"; readonly draft: BareDraft; readonly details: string };

/** Steps that happen together or not at all. */
export type Unit = readonly Step[];

/** @throws TypeError if a record has no JSON form */
export function stepOf(change: Change): Step {
  if (change.do !== "append") return change;
  return { do: "append", draft: change.draft, details: canonicalJson(change.draft.details) };
}

type Steps = {
  readonly [K in Step["do"]]: (step: Extract<Step, { do: K }>) => void;
};

/** Carries out steps within the transaction that is open, each condition inside its own statement. */
export class StepApplier {
  readonly #steps: Steps;
  /** The ends of the logs as this transaction sees them; read under the write lock, so that chains can't fork. */
  readonly #heads = new Map<string, AuditHead>();

  constructor(db: DatabaseSync) {
    const head = db.prepare("SELECT seq, hash FROM audit WHERE org_id = ? ORDER BY seq DESC LIMIT 1");
    const append = db.prepare("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    const signedRecord = db.prepare("SELECT 1 FROM audit WHERE org_id = ? AND seq = ? AND hash = ?");
    const checkpoint = db.prepare("INSERT OR IGNORE INTO checkpoint VALUES (?, ?, ?, ?, ?, ?)");
    const request = db.prepare(
      "INSERT INTO approval (id, org_id, state, version, requested_at, decide_by, changed_at, request) VALUES (?, ?, 'pending', 1, ?, ?, ?, ?)",
    );
    // `changed_at <= at` refuses a clock that was moved back: a limit that passed once stays passed.
    const countVote = db.prepare(
      "UPDATE approval SET version = version + 1, changed_at = :at WHERE id = :id AND state = 'pending' AND version = :version AND changed_at <= :at AND decide_by > :at",
    );
    const insertVote = db.prepare("INSERT OR IGNORE INTO vote VALUES (?, ?, ?, ?, ?)");
    const transition = db.prepare(`
      UPDATE approval SET state = :to, version = version + 1, changed_at = :at, execute_by = coalesce(:executeBy, execute_by)
      WHERE id = :id AND state = :from AND changed_at <= :at
        AND (:to = 'expired') = (CASE state WHEN 'pending' THEN decide_by ELSE execute_by END <= :at)`);
    const supersede = db.prepare(
      "UPDATE approval SET state = 'expired', version = version + 1, changed_at = :at WHERE id = :id AND state = 'approved' AND changed_at <= :at",
    );
    const announce = db.prepare("INSERT INTO announcement VALUES (?, ?, 'waiting', 0, ?, ?)");
    // The number of an attempt fences off those before it: what a slow sender reports after its lease is void.
    const claim = db.prepare(`
      UPDATE announcement SET attempts = :attempt, next_at = :until
      WHERE approval_id = :id AND channel = :channel AND state = 'waiting' AND attempts = :attempt - 1 AND next_at <= :at`);
    const announced = db.prepare(`
      UPDATE announcement SET state = :state, next_at = :nextAt
      WHERE approval_id = :id AND channel = :channel AND state = 'waiting' AND attempts = :attempt`);
    const begin = db.prepare(
      "INSERT INTO open_action (action_id, org_id, started_at, action) VALUES (?, ?, ?, ?)",
    );
    const doubt = db.prepare(
      "UPDATE open_action SET unknown_since = ? WHERE action_id = ? AND unknown_since IS NULL",
    );
    const end = db.prepare("DELETE FROM open_action WHERE action_id = ?");

    this.#steps = {
      append: ({ draft, details }) => {
        const last =
          this.#heads.get(draft.orgId) ?? (head.get(draft.orgId) as unknown as AuditHead) ?? genesis;
        const body = bodyOf(draft, details, last);
        const [seq, hash] = [last.seq + 1, sha256(body)];
        const { at, kind, actionId, agentId, operation, verdict, outcome } = indexOfDraft(draft, seq);
        append.run(draft.orgId, seq, at, kind, actionId, agentId, operation, verdict, outcome, body, hash);
        this.#heads.set(draft.orgId, { seq, hash });
      },
      checkpoint: ({ checkpoint: { orgId, seq, hash, time, keyId, signature } }) => {
        if (signedRecord.get(orgId, seq, hash) === undefined) {
          throw new StoreConflictError("checkpoint", `the log of ${orgId} has no such record ${seq}`);
        }
        checkpoint.run(orgId, seq, hash, time, keyId, signature);
      },
      request: ({ approval }) => {
        request.run(
          approval.id,
          approval.orgId,
          approval.requestedAt,
          approval.decideBy,
          approval.requestedAt,
          canonicalJson(approval),
        );
      },
      vote: ({ vote, version }) => {
        const { approvalId: id, at } = vote;
        must("vote", countVote, { id, at, version }, "it is no longer pending, or somebody voted meanwhile");
        const fresh = insertVote.run(id, vote.person, vote.choice, at, canonicalJson(vote));
        if (fresh.changes !== 1)
          throw new StoreConflictError("vote", `${vote.person} has voted on ${id} before`);
      },
      transition: ({ approvalId: id, from, to, at, executeBy = null }) => {
        must(
          "transition",
          transition,
          { id, from, to, at, executeBy },
          `it is not ${from}, or its time has passed`,
        );
      },
      supersede: ({ approvalId: id, at }) => {
        must("supersede", supersede, { id, at }, "it is not approved");
      },
      announce: ({ approvalId, channel, at, decideBy }) => {
        announce.run(approvalId, channel, at, decideBy);
      },
      claim: ({ approvalId: id, channel, attempt, at, until }) => {
        must("claim", claim, { id, channel, attempt, at, until }, `somebody else announces it on ${channel}`);
      },
      announced: ({ approvalId: id, channel, attempt, state, nextAt }) => {
        must(
          "announced",
          announced,
          { id, channel, attempt, state, nextAt },
          `somebody else announced it on ${channel}`,
        );
      },
      doubt: ({ actionId, at }) => {
        if (doubt.run(at, actionId).changes !== 1) {
          throw new StoreConflictError("doubt", `the action ${actionId} is not open, or was in doubt before`);
        }
      },
      begin: ({ action }) => {
        begin.run(action.actionId, action.orgId, action.startedAt, canonicalJson(action));
      },
      end: ({ actionId }) => {
        if (end.run(actionId).changes !== 1)
          throw new StoreConflictError("end", `the action ${actionId} is not open`);
      },
    };
  }

  /** Applies one step. @throws StoreConflictError if its condition does not hold */
  apply<K extends Step["do"]>(step: Extract<Step, { do: K }>): void {
    this.#steps[step.do](step);
  }

  /** To be called when the transaction ends or a unit is undone: what was read under the lock holds no longer. */
  forget(): void {
    this.#heads.clear();
  }
}

type Bindings = Record<string, string | number | null>;

function must(step: string, statement: StatementSync, bindings: Bindings, why: string): void {
  if (statement.run(bindings).changes !== 1) {
    throw new StoreConflictError(step, `the approval ${String(bindings["id"])} was not changed: ${why}`);
  }
}
