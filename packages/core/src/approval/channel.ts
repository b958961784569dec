import type { Approval } from "./approval.ts";

/** A way to tell people that their decision is asked for: a transport, never an authority. */
export interface ApprovalChannel {
  /** The name that policies use, such as `#sec-approvals`; `*` takes those that no other channel takes. */
  readonly name: string;
  /** Tells of a new request. A failure leaves the request pending: nothing is approved by it. */
  announce(approval: Approval): Promise<void>;
}
