import type { Store } from "../store/store.ts";
import { type Checkpoint, CheckpointVerifier } from "./checkpoint.ts";
import { type AuditHead, type AuditIndex, genesis } from "./record.ts";
import { type AuditBreak, breakAt, broken } from "./verify-record.ts";

/** A log that is what it was. */
export interface AuditIntact {
  readonly intact: true;
  readonly records: number;
  readonly head: AuditHead;
  /** Up to this record a signature vouches for it; what comes later can be rewritten by whoever can write to the store. */
  readonly signedTo: number;
  /** What is no break, and worth a look: the clock was moved back. */
  readonly notes: readonly { readonly seq: number; readonly message: string }[];
}

/** The result of verifying one organisation's log. */
export type Verification = AuditIntact | AuditBreak;

/** What a log is held against. */
export interface VerifyOptions {
  /** Public keys (SPKI in PEM) that may have signed checkpoints. Without any, no signature is checked, and none counts. */
  readonly keys?: readonly string[];
  /** Checkpoints that were kept elsewhere: they show truncation and a restored backup. */
  readonly known?: readonly Checkpoint[];
}

/**
 * Reads one log from its first record and checks every number, hash, link, index and checkpoint, in constant memory.
 * @throws StoreUnavailableError if the store can't be read
 * @throws CheckpointInvalidError if one of `keys` is no key
 */
export async function verifyAudit(
  store: Store,
  orgId: string,
  { keys, known = [] }: VerifyOptions = {},
): Promise<Verification> {
  const verifier = keys && new CheckpointVerifier(keys);
  const untrusted = (checkpoint: Checkpoint): AuditBreak | undefined => {
    const other = checkpoint.orgId !== orgId ? `it is of the log of ${checkpoint.orgId}` : undefined;
    const why = other ?? verifier?.faultOf(checkpoint);
    if (why === undefined) return undefined;
    return broken(
      "checkpoint_invalid",
      checkpoint.seq,
      `a checkpoint of record ${checkpoint.seq} can't be trusted: ${why}`,
    );
  };
  const checkpoints = merged(known, store.checkpoints(orgId));
  let next = await checkpoints.next();
  let head = genesis;
  let signedTo = 0;
  const clock = new ClockSteps();

  let before: number;
  do {
    before = head.seq;
    for await (const stored of store.audit({ orgId, afterSeq: head.seq })) {
      const fault = await breakAt(store, orgId, stored, head);
      if (fault) return fault;
      head = { seq: stored.index.seq, hash: stored.hash };
      clock.saw(stored.index);
      for (; !next.done && next.value.seq <= head.seq; next = await checkpoints.next()) {
        const doubt = untrusted(next.value);
        if (doubt) return doubt;
        if (next.value.hash !== head.hash) return forked(head.seq, signedTo);
        if (verifier) signedTo = head.seq;
      }
    }
    // A checkpoint ahead may be of a record that was written since the reading began.
  } while (!next.done && head.seq > before);
  if (next.done) return { intact: true, records: head.seq, head, signedTo, notes: clock.notes };
  const { seq } = next.value;
  return (
    untrusted(next.value) ??
    broken(
      "truncated",
      head.seq + 1,
      `the log ends at record ${head.seq}, and a checkpoint was made of record ${seq}: its end was cut off, or an older copy stands in its place`,
    )
  );
}

/** Both in the order of the log. */
async function* merged(
  known: readonly Checkpoint[],
  stored: AsyncIterable<Checkpoint>,
): AsyncGenerator<Checkpoint, undefined> {
  const rest = known.toSorted((a, b) => a.seq - b.seq);
  for await (const checkpoint of stored) {
    while (rest[0] && rest[0].seq <= checkpoint.seq) yield rest.shift() as Checkpoint;
    yield checkpoint;
  }
  yield* rest;
}

function forked(seq: number, signedTo: number): AuditBreak {
  const since = signedTo === 0 ? "" : `; up to record ${signedTo} it is the same log`;
  return broken(
    "forked",
    seq,
    `record ${seq} is not the one that a checkpoint was made of: the log was rewritten${since}`,
  );
}

/** Sees when the clock was moved back, and says so once, where it was worst. */
class ClockSteps {
  #before = Number.NEGATIVE_INFINITY;
  #steps = 0;
  #worst = { seq: 0, ms: 0 };

  saw({ seq, at }: AuditIndex): void {
    const ms = this.#before - at;
    if (ms > 0) this.#steps += 1;
    if (ms > this.#worst.ms) this.#worst = { seq, ms };
    this.#before = at;
  }

  get notes(): AuditIntact["notes"] {
    const { seq, ms } = this.#worst;
    if (this.#steps === 0) return [];
    const times = this.#steps === 1 ? "once" : `${this.#steps} times`;
    return [{ seq, message: `time moves backwards ${times}, most at record ${seq}: by ${ms} ms` }];
  }
}
