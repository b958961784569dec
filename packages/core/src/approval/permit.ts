import { PermitRequiredError } from "../errors/permit-required-error.ts";
import type { Clock } from "../runtime/clock.ts";

/**
 * Proof that one action was decided, approved where it had to be, and recorded as about to happen.
 * Opening the vault and reaching the network both demand one, so no path skips the steps before them.
 */
export class Permit {
  readonly actionId: string;
  /** The organisation on whose behalf the action runs, and in whose log its reading of credentials is recorded. */
  readonly orgId: string;
  readonly agentId: string;
  readonly connector: string;
  // An object of the same shape is no permit, to the compiler as to `require`.
  // oxlint-disable-next-line no-unused-private-class-members -- `#brand in permit` uses it
  readonly #brand = true;
  readonly #limit: SendLimit | undefined;

  private constructor(action: PermitSubject, limit?: SendLimit) {
    this.actionId = action.id;
    this.orgId = action.orgId;
    this.agentId = action.agentId;
    this.connector = action.connector;
    this.#limit = limit;
  }

  /** How long it may still be sent, in milliseconds, from 0 on not any more; a read may at any time. */
  leftMs(): number {
    return this.#limit === undefined ? Infinity : this.#limit.sendBy - this.#limit.clock.now();
  }

  /**
   * For the settle step alone: the package's index exports this class as a type only.
   * @param limit of a write, which others may take for lost after that
   */
  static issue(action: PermitSubject, limit?: SendLimit): Permit {
    const permit = new Permit(action, limit);
    Object.freeze(permit);
    return permit;
  }

  /** @throws PermitRequiredError if the value was not issued by the settle step of this process */
  static require(permit: Permit): void {
    if (!(#brand in permit)) throw new PermitRequiredError();
  }
}

/** What a permit is issued for. */
export interface PermitSubject {
  readonly id: string;
  readonly orgId: string;
  readonly agentId: string;
  readonly connector: string;
}

/** Until when an action may be sent, by the clock that others read too: the one that a stopped process does not stop. */
export interface SendLimit {
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly sendBy: number;
}
