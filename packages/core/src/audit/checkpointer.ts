import type { Clock } from "../runtime/clock.ts";
import type { Store } from "../store/store.ts";
import { type Checkpoint, type CheckpointSigner } from "./checkpoint.ts";
import { type Verification, verifyAudit } from "./verify.ts";

/** When a log's end is signed without being asked: whichever comes first. */
export interface CheckpointLimits {
  /** After so many entries of this process. */
  readonly everyRecords: number;
  /** So long after the first entry that is not signed yet, in milliseconds. */
  readonly everyMs: number;
}

/** A thousand records or ten minutes. */
export const defaultCheckpointLimits: CheckpointLimits = { everyRecords: 1_000, everyMs: 600_000 };

/** What a checkpointer works with. */
export interface CheckpointerOptions {
  readonly store: Store;
  readonly signer: CheckpointSigner;
  readonly clock: Clock;
  readonly limits?: CheckpointLimits;
}

interface Unsigned {
  entries: number;
  readonly timer: NodeJS.Timeout;
}

/**
 * Signs the ends of the logs from time to time, while nobody waits for it, and when it is closed. What can't be signed
 * now holds up no action: it is tried again after the time limit, or on the next call of {@link make}.
 */
export class Checkpointer {
  readonly #options: CheckpointerOptions;
  readonly #limits: CheckpointLimits;
  readonly #unsigned = new Map<string, Unsigned>();
  readonly #making = new Set<Promise<void>>();
  #closed = false;

  constructor(options: CheckpointerOptions) {
    this.#options = options;
    this.#limits = options.limits ?? defaultCheckpointLimits;
  }

  /** The key that others verify this one's checkpoints with: SPKI in PEM. */
  get publicKey(): string {
    return this.#options.signer.publicKey;
  }

  /** An entry is being written to the log of an organisation. */
  noted(orgId: string): void {
    if (this.#closed) return;
    const unsigned = this.#unsigned.get(orgId) ?? this.#arm(orgId);
    unsigned.entries += 1;
    // Not now: whoever writes the entry waits for it.
    if (unsigned.entries === this.#limits.everyRecords) setImmediate(() => this.#makeDue(orgId));
  }

  /**
   * Signs the end of a log and keeps the checkpoint beside it; give the JSON of what is returned to another keeper.
   * Returns undefined for a log that has no record.
   * @throws StoreUnavailableError if the store can't be read or written
   */
  async make(orgId: string): Promise<Checkpoint | undefined> {
    const { store, signer, clock } = this.#options;
    this.#disarm(orgId);
    try {
      const head = await store.auditHead(orgId);
      if (head.seq === 0) return undefined;
      const checkpoint = signer.sign(orgId, head, clock.now());
      await store.commit([{ do: "checkpoint", checkpoint }]);
      return checkpoint;
    } catch (error) {
      if (!this.#closed && !this.#unsigned.has(orgId)) this.#arm(orgId);
      throw error;
    }
  }

  /**
   * Verifies a log with this signer's own key.
   * @param known checkpoints that were kept elsewhere: they show truncation and a restored backup
   * @param formerKeys public keys (SPKI in PEM) that signed before this one
   * @throws StoreUnavailableError if the store can't be read
   * @throws CheckpointInvalidError if a former key is none
   */
  verify(
    orgId: string,
    known: readonly Checkpoint[] = [],
    formerKeys: readonly string[] = [],
  ): Promise<Verification> {
    return verifyAudit(this.#options.store, orgId, { keys: [this.publicKey, ...formerKeys], known });
  }

  /**
   * Signs what is not signed yet, and stops. To be called before the store is closed.
   * @throws StoreUnavailableError if the store can't be read or written
   */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#making);
    const made = await Promise.allSettled([...this.#unsigned.keys()].map((orgId) => this.make(orgId)));
    for (const result of made) if (result.status === "rejected") throw result.reason;
  }

  #makeDue(orgId: string): void {
    if (this.#closed || !this.#unsigned.has(orgId)) return;
    const making = this.make(orgId).then(
      () => undefined,
      () => undefined,
    );
    this.#making.add(making);
    void making.then(() => this.#making.delete(making));
  }

  #arm(orgId: string): Unsigned {
    const timer = setTimeout(() => this.#makeDue(orgId), this.#limits.everyMs).unref();
    const unsigned = { entries: 0, timer };
    this.#unsigned.set(orgId, unsigned);
    return unsigned;
  }

  #disarm(orgId: string): void {
    clearTimeout(this.#unsigned.get(orgId)?.timer);
    this.#unsigned.delete(orgId);
  }
}
