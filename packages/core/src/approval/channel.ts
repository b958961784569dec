import type { Approval } from "./approval.ts";
import type { Principal } from "./principal.ts";

/** A request as channels get it: without the action itself, which is sealed and none of their business. */
export type AnnouncedApproval = Omit<Approval, "sealedAction">;

/** One delivery of an announcement. */
export interface Delivery {
  /**
   * The same for each attempt to tell this channel of this request. A process that dies after it told people and before
   * it wrote that down leaves the announcement to the next one: whoever receives may see it twice, and tells by this.
   */
  readonly idempotencyKey: string;
  /** Aborts when the attempt has taken too long, or the runtime closes. */
  readonly signal: AbortSignal;
  /** Who sits at this machine, as the system and the home tell: for a channel that asks here. */
  readonly person: () => Promise<Principal>;
}

/** A way to tell people that their decision is asked for: a transport, never an authority. */
export interface ApprovalChannel {
  /**
   * The name that policies use, such as `#sec-approvals`. `*` is told of the requests that name no channel, and of all
   * that are made by its own process.
   */
  readonly name: string;
  /** Whether it can tell anybody now, such as a terminal with a person at it; absent: always. */
  isReady?(): boolean;
  /**
   * Tells of a new request, and does not wait for what people decide. A failure is recorded and tried again until
   * `decideBy`; nothing is approved by it.
   */
  announce(approval: AnnouncedApproval, delivery: Delivery): Promise<void>;
  /** Told once, if this process still lives, when a request that it announced is no longer pending. */
  settled?(approval: AnnouncedApproval): Promise<void>;
}
