import type { Approvals } from "../approval/approvals.ts";
import type { Sealer } from "../approval/sealer.ts";
import type { AuditLog } from "../audit/audit-log.ts";
import type { Checkpointer } from "../audit/checkpointer.ts";
import type { Redactor } from "../audit/redact.ts";
import type { ConnectorDefinition } from "../connector/operation.ts";
import type { Sessions } from "../http/session.ts";
import type { Transport } from "../http/transport.ts";
import type { PolicyDecisionPoint } from "../policy/decision.ts";
import type { PolicyHealth, PolicyStanding } from "../policy/policy-store.ts";
import type { Store } from "../store/store.ts";
import type { VaultReader } from "../vault/reader.ts";
import type { Clock } from "./clock.ts";

/** How a runtime is doing, as far as it knows by itself. */
export interface RuntimeHealth {
  /** Whether nothing below speaks of a failure. */
  readonly ok: boolean;
  readonly policy: PolicyStanding;
}

/** The wired rooms that every action passes through. One is opened a process, or built in code and handed in. */
export interface Runtime {
  readonly clock: Clock;
  readonly store: Store;
  readonly audit: AuditLog;
  /** Signs the ends of the logs, and verifies them. */
  readonly checkpoints: Checkpointer;
  readonly policy: PolicyDecisionPoint;
  readonly approvals: Approvals;
  readonly vault: VaultReader;
  readonly transport: Transport;
  /** What is known of each API through each credential: limits, tokens, fallbacks. */
  readonly sessions: Sessions;
  readonly redactor: Redactor;
  readonly sealer: Sealer;
  /** Who is answerable for an agent whose connector names nobody. */
  readonly agentOwner?: string;
  /** Who has agents act whose connector names nobody: the user that runs this process, unless the home lets them approve. */
  readonly requestedBy?: string;
  /** How long a call waits for people unless it says otherwise, in milliseconds. */
  readonly approvalWaitMs: number;
  /** How long a call may take once it is permitted, in milliseconds; of a list, each page. */
  readonly callTimeoutMs: number;
  /** Writes down, once an organisation, which policies are in force for it; awaited before its first action. */
  enter(orgId: string): Promise<void>;
  /**
   * Begins to find out, once a connector and organisation, what became of its actions that were cut off: in the
   * background, with the reads that their specs name. Never throws.
   */
  settle(definition: ConnectorDefinition, orgId: string): void;
  /** Whether the policies in force are still those of the home, and why not; asks nobody, and costs nothing. */
  health(): RuntimeHealth;
  /** Loads the policies again: a whole new set comes into force, or the last good one stays. */
  reloadPolicies(): Promise<PolicyHealth>;
  /** Ends what is open: connections, the store's file; signs the ends of the logs first. Actions that are under way are cut off. */
  close(): Promise<void>;
}
