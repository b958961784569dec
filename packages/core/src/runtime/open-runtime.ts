import { Approvals, type ApprovalLimits, defaultApprovalLimits } from "../approval/approvals.ts";
import type { ApprovalChannel } from "../approval/channel.ts";
import type { Principal } from "../approval/principal.ts";
import { Sealer } from "../approval/sealer.ts";
import { Outbox } from "../approval/outbox.ts";
import { AuditLog } from "../audit/audit-log.ts";
import { CheckpointSigner } from "../audit/checkpoint.ts";
import { Checkpointer, type CheckpointLimits, defaultCheckpointLimits } from "../audit/checkpointer.ts";
import { Redactor } from "../audit/redact.ts";
import type { Catalog } from "../connector/operation.ts";
import { PolicyLoadError } from "../errors/policy-load-error.ts";
import type { QuotaOptions } from "../http/quota/options.ts";
import { Sessions } from "../http/session.ts";
import type { TransportLimits } from "../http/transport.ts";
import { UndiciTransport } from "../http/undici-transport.ts";
import { PolicyStore } from "../policy/policy-store.ts";
import { watchPolicies } from "../policy/watch.ts";
import { findAbandoned } from "../recovery/abandoned.ts";
import { Settling } from "../recovery/settling.ts";
import type { Store } from "../store/store.ts";
import { vaultFrom } from "../vault/provider.ts";
import { type VaultAccess, VaultReader } from "../vault/reader.ts";
import type { VaultProvider } from "../vault/vault.ts";
import { version } from "../version.ts";
import { type Clock, systemClock } from "./clock.ts";
import { readConfig } from "./config.ts";
import { auditKey, findHome, ownHome } from "./home.ts";
import { openStore } from "./open-store.ts";
import { identityHere, personHere } from "./person.ts";
import { PolicyRecord } from "./policy-record.ts";
import type { Runtime } from "./runtime.ts";

/** What a runtime is opened from. Everything has a default but the catalogs. */
export interface RuntimeOptions {
  /** What the policies may speak of: the catalogs of the connectors in use. */
  readonly catalogs: readonly Catalog[];
  /** The Arx home; absent: found as {@link findHome} says. */
  readonly home?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly clock?: Clock;
  /** Absent: that of the home, as {@link openStore} opens it. It is closed with the runtime. */
  readonly store?: Store;
  /** Absent: the one that the home is used with, as {@link readConfig} says. */
  readonly vault?: VaultProvider;
  readonly channels?: readonly ApprovalChannel[];
  readonly approvals?: Partial<ApprovalLimits>;
  /** How often the ends of the audit logs are signed. */
  readonly checkpoints?: Partial<CheckpointLimits>;
  /** How long a call waits for people unless it says otherwise, in milliseconds; 0 if absent. */
  readonly approvalWaitMs?: number;
  /** How long a call may take once it is permitted, in milliseconds; of a list, each page. Two minutes if absent. */
  readonly callTimeoutMs?: number;
  readonly transport?: Partial<TransportLimits>;
  /** How the APIs' limits are shared; what is absent is as the home's configuration says. */
  readonly quota?: QuotaOptions;
}

const userAgent = `arx-core/${version} node/${process.versions.node} ${process.platform}/${process.arch}`;

/**
 * Opens the rooms from the Arx home, and proves that each is ready.
 *
 * @throws RuntimeNotReadyError if there is no home, or others could have written its policies or its configuration
 * @throws ConfigError if its configuration is wrong
 * @throws PolicyLoadError if there are no policies, one of them is wrong, or others could have written one
 * @throws StoreUnavailableError if the store can't be opened for writing
 * @throws VaultKeyError, VaultUnavailableError, VaultCorruptError if the vault can't be opened
 */
export async function openRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { env = process.env, clock = systemClock, catalogs } = options;
  const home = options.home === undefined ? findHome(env) : ownHome(options.home);
  const config = readConfig(home, env);
  const key = auditKey(home, env);
  const opened = new AsyncDisposableStack();
  try {
    const store = options.store ?? (await openStore(home));
    opened.defer(() => store.close());
    const checkpoints = new Checkpointer({
      ...{ store, clock, signer: new CheckpointSigner(key) },
      limits: { ...defaultCheckpointLimits, ...options.checkpoints },
    });
    opened.defer(() => checkpoints.close());
    const audit = new AuditLog(store, clock, checkpoints);
    const provider = options.vault ?? (await vaultFrom(config.vault, home, env));
    const vault = new VaultReader(provider, { onAccess: (access) => recordAccess(audit, access) });
    opened.defer(() => vault.close());
    const record = new PolicyRecord(audit);
    const policy = await PolicyStore.open({
      folder: home.policies,
      catalogs,
      now: () => clock.now(),
      onLoad: (event) => record.loaded(event),
    }).catch(async (error: unknown) => {
      // That it can't be recorded must not hide why nothing opens.
      /* v8 ignore else -- what else fails here is the record of a load, and nothing can be recorded then */
      if (error instanceof PolicyLoadError)
        await store
          .orgs()
          .then((orgs) => record.refused(orgs, error))
          .catch(() => undefined);
      throw error;
    });
    const limits = { ...defaultApprovalLimits, ...options.approvals };
    const requestedBy = config.selfApproval ? undefined : identityHere(config.people);
    const person = (): Promise<Principal> => personHere(config.people);
    const sealer = new Sealer(key);
    const outbox = new Outbox({ store, audit, clock, person, sealer, channels: options.channels ?? [] });
    const approvals = new Approvals({ store, audit, clock, limits, outbox, sealer });
    await findAbandoned({ store, audit, clock });
    const transport = new UndiciTransport({ ...options.transport, userAgent, env });
    opened.defer(() => transport.close());
    const sessions = new Sessions({ transport, clock, quota: { ...config.quota, ...options.quota } });
    opened.defer(() => sessions.close());
    const watch = watchPolicies(policy);
    opened.defer(() => watch.close());
    outbox.start();
    opened.defer(() => outbox.close());
    const settling = new Settling();
    opened.defer(() => settling.close());
    let closing: Promise<void> | undefined;
    const runtime: Runtime = {
      ...{ clock, store, audit, checkpoints, policy, approvals, vault, transport, sessions },
      redactor: new Redactor(key),
      sealer,
      ...(config.owner !== undefined && { agentOwner: config.owner }),
      ...(requestedBy !== undefined && { requestedBy }),
      approvalWaitMs: options.approvalWaitMs ?? 0,
      callTimeoutMs: options.callTimeoutMs ?? 120_000,
      enter: (orgId) => record.enter(orgId),
      health: () => ({ ok: policy.health.ok, policy: policy.standing }),
      settle: (definition, orgId) => settling.begin(runtime, definition, orgId),
      reloadPolicies: () => policy.reload(),
      close: () => (closing ??= opened.disposeAsync()),
    };
    return runtime;
  } catch (error) {
    // What kept it from opening is what has to be told, whatever closing says after it.
    await opened.disposeAsync().catch(() => undefined);
    throw error;
  }
}

/** What came from memory is named in the action's outcome; a record of its own is for what left the vault. */
function recordAccess(audit: AuditLog, access: VaultAccess): undefined | Promise<unknown> {
  const { orgId, actionId, agentId, connector, outcome, ...details } = access;
  if (outcome === "cached") return undefined;
  return audit.append({
    kind: "vault",
    orgId,
    actionId,
    agentId,
    connector,
    details: { ...details, access: outcome },
  });
}
