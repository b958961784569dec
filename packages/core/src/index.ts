export type { Approval, ApprovalCard, ApprovalState, NewApproval, Vote } from "./approval/approval.ts";
export {
  type ApprovalLimits,
  Approvals,
  type ApprovalsOptions,
  defaultApprovalLimits,
} from "./approval/approvals.ts";
export { formatCard } from "./approval/card.ts";
export type { AnnouncedApproval, ApprovalChannel, Delivery } from "./approval/channel.ts";
export { TerminalChannel, type TerminalOptions } from "./approval/channels/terminal.ts";
export { WebhookChannel, type WebhookOptions } from "./approval/channels/webhook.ts";
export { Outbox, type OutboxOptions } from "./approval/outbox.ts";
export type { Permit } from "./approval/permit.ts";
export { Sealer } from "./approval/sealer.ts";
export type { Principal } from "./approval/principal.ts";
export { type AuditEntry, AuditLog } from "./audit/audit-log.ts";
export { type Checkpoint, CheckpointSigner, parseCheckpoint } from "./audit/checkpoint.ts";
export {
  Checkpointer,
  type CheckpointerOptions,
  type CheckpointLimits,
  defaultCheckpointLimits,
} from "./audit/checkpointer.ts";
export { type AuditFormat, exportAudit, toJsonLine } from "./audit/export.ts";
export { type OcsfEvent, toOcsf } from "./audit/ocsf.ts";
export {
  type AuditDraft,
  type AuditHead,
  type AuditIndex,
  type AuditKind,
  type AuditRecord,
  type Json,
  indexOf,
  type Outcome,
  seal,
} from "./audit/record.ts";
export { Redactor, type Scrubber } from "./audit/redact.ts";
export { type AuditIntact, type Verification, verifyAudit, type VerifyOptions } from "./audit/verify.ts";
export type { AuditBreak, AuditFault } from "./audit/verify-record.ts";
export { type Answer, BaseConnector, type ConnectorOptions } from "./connector/base-connector.ts";
export { type Action, effectiveRisk } from "./connector/action.ts";
export type { CallOptions } from "./connector/call-options.ts";
export { type Input, parseInput } from "./connector/input.ts";
export { List, type Page } from "./connector/list.ts";
export {
  type Auth,
  type Catalog,
  type CatalogEntry,
  type ClientCredentialsAuth,
  type ConnectorDefinition,
  type HeaderAuth,
  type HttpMethod,
  type Limits,
  type Operation,
  type OperationId,
  type OperationSchemas,
  type Paging,
  type Parameter,
  type Risk,
  risks,
} from "./connector/operation.ts";
export { ActionOverdueError } from "./errors/action-overdue-error.ts";
export { ApiError, type ApiFault } from "./errors/api-error.ts";
export { AnnouncementError } from "./errors/announcement-error.ts";
export { ApiUnreachableError } from "./errors/api-unreachable-error.ts";
export { ApprovalAlteredError } from "./errors/approval-altered-error.ts";
export { ApprovalConsumedError } from "./errors/approval-consumed-error.ts";
export { ApprovalDeniedError } from "./errors/approval-denied-error.ts";
export { ApprovalExpiredError } from "./errors/approval-expired-error.ts";
export { ApprovalNotFoundError } from "./errors/approval-not-found-error.ts";
export { ApprovalPendingError } from "./errors/approval-pending-error.ts";
export { ApprovalStaleError } from "./errors/approval-stale-error.ts";
export { ArxError } from "./errors/arx-error.ts";
export { CheckpointInvalidError } from "./errors/checkpoint-invalid-error.ts";
export { ClockMovedBackError } from "./errors/clock-moved-back-error.ts";
export { ConfigError } from "./errors/config-error.ts";
export { InvalidInputError, type InputFault } from "./errors/invalid-input-error.ts";
export { NotInDoubtError } from "./errors/not-in-doubt-error.ts";
export { OriginRefusedError } from "./errors/origin-refused-error.ts";
export { OutcomeUnknownError } from "./errors/outcome-unknown-error.ts";
export { OutcomeUnrecordedError } from "./errors/outcome-unrecorded-error.ts";
export { PermitRequiredError } from "./errors/permit-required-error.ts";
export { PersonUnknownError } from "./errors/person-unknown-error.ts";
export { PolicyDeniedError } from "./errors/policy-denied-error.ts";
export { PolicyLoadError } from "./errors/policy-load-error.ts";
export { RateLimitedError } from "./errors/rate-limited-error.ts";
export { RuntimeNotReadyError } from "./errors/runtime-not-ready-error.ts";
export { SettlementRefusedError } from "./errors/settlement-refused-error.ts";
export { SignInError } from "./errors/sign-in-error.ts";
export { StoreConflictError } from "./errors/store-conflict-error.ts";
export { StoreUnavailableError } from "./errors/store-unavailable-error.ts";
export { UnexpectedAnswerError } from "./errors/unexpected-answer-error.ts";
export { UnknownOperationError } from "./errors/unknown-operation-error.ts";
export { VaultAccessDeniedError } from "./errors/vault-access-denied-error.ts";
export { VaultCorruptError } from "./errors/vault-corrupt-error.ts";
export { VaultInputError } from "./errors/vault-input-error.ts";
export { VaultKeyError } from "./errors/vault-key-error.ts";
export { VaultPathNotFoundError } from "./errors/vault-path-not-found-error.ts";
export { VaultUnavailableError } from "./errors/vault-unavailable-error.ts";
export { VaultWriteError } from "./errors/vault-write-error.ts";
export { VoteRefusedError } from "./errors/vote-refused-error.ts";
export { etagOf } from "./http/etag.ts";
export { buildRequest, type HttpRequest } from "./http/request.ts";
export type { QuotaOptions } from "./http/quota/options.ts";
export { type SessionParts, Sessions } from "./http/session.ts";
export { requiredCredentials } from "./http/sign-in.ts";
export { systemTimer, type Timer } from "./http/timer.ts";
export type { TransportLimits } from "./http/transport.ts";
export { type AgentClass, agentClasses } from "./policy/agent-classes.ts";
export type {
  AccessRequest,
  ApprovalDemand,
  ApprovalMode,
  Decision,
  DenyReason,
  Explanation,
  PolicyDecisionPoint,
  PolicyOpinion,
  Verdict,
} from "./policy/decision.ts";
export { type DiffOptions, diffPolicies, type PolicyChange } from "./policy/diff.ts";
export { checkExpectations, type Expected, type ExpectationsChecked } from "./policy/expectations.ts";
export { formatExplanation } from "./policy/format-explanation.ts";
export { compileGlob, type Glob } from "./policy/glob.ts";
export { loadPolicies, type PolicySource } from "./policy/load.ts";
export {
  heldOperations,
  type HeldOperation,
  lockFileOf,
  policyLock,
  type PolicyLock,
} from "./policy/lock.ts";
export { matrix, type MatrixCell } from "./policy/matrix.ts";
export { parsePolicies, type PolicyFile, type PolicyLoad } from "./policy/parse.ts";
export type { Policy, PolicySet } from "./policy/policy-set.ts";
export type { PolicyHealth, PolicyStanding } from "./policy/policy-store.ts";
export { PolicyTable } from "./policy/policy-table.ts";
export { type Replay, type ReplayedChange, replayDecisions } from "./policy/replay.ts";
export { policyJsonSchema } from "./policy/schema.ts";
export { type NeededScope, neededScopes } from "./policy/scopes.ts";
export { type HomeConfig, readConfig } from "./runtime/config.ts";
export { type Clock, systemClock } from "./runtime/clock.ts";
export type { Fact } from "./recovery/evidence.ts";
export { type Reconciliation, Recovery, type UnknownOutcome } from "./recovery/recovery.ts";
export { auditKey, findHome, type Home, homeAt, initHome } from "./runtime/home.ts";
export { personHere } from "./runtime/person.ts";
export { openRuntime, type RuntimeOptions } from "./runtime/open-runtime.ts";
export { openStore } from "./runtime/open-store.ts";
export type { Runtime, RuntimeHealth } from "./runtime/runtime.ts";
export { SqliteStore } from "./store/sqlite/sqlite-store.ts";
export type {
  Announcement,
  AnnouncementQuery,
  ApprovalQuery,
  AuditQuery,
  Change,
  OpenAction,
  Store,
  StoredRecord,
} from "./store/store.ts";
export { EmbeddedVault } from "./vault/embedded.ts";
export { EnvironmentVault } from "./vault/environment.ts";
export { keyFolder } from "./vault/key-file.ts";
export { keySourceFrom } from "./vault/key-source.ts";
export { type Kv2Options, Kv2Vault } from "./vault/kv2/kv2.ts";
export { type VaultChoice, vaultFrom } from "./vault/provider.ts";
export { Secret } from "./vault/secret.ts";
export type { SecretBundle, VaultListing, VaultProvider } from "./vault/vault.ts";
