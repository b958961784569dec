import type { ConnectorDefinition, OperationId } from "../connector/operation.ts";
import type { Clock } from "../runtime/clock.ts";
import type { SecretBundle } from "../vault/vault.ts";
import { sha256 } from "../audit/canonical.ts";
import { Deadline } from "./deadline.ts";
import { ClientCredentials } from "./oauth/client-credentials.ts";
import { type QuotaOptions, quotaOptions } from "./quota/options.ts";
import { Quota } from "./quota/quota.ts";
import { HeaderSignIn, missing, requiredCredentials, type SignIn } from "./sign-in.ts";
import { systemTimer, type Timer } from "./timer.ts";
import { type Transport, TransportFault } from "./transport.ts";

/** What sessions are made of. Timer and chance are the machine's own unless given. */
export interface SessionParts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly timer?: Timer;
  /** From 0 to below 1. */
  readonly random?: () => number;
  readonly quota?: QuotaOptions;
}

type SessionSetup = Required<SessionParts> & { readonly quota: Required<QuotaOptions> };

/** What a process knows of one API through one credential: what is left of its limits, its tokens, its fallbacks. */
export class Session {
  readonly quota: Quota;
  /** Operations whose first request the API said it does not know: the spec's other one is sent at once. */
  readonly fallbacks: Set<OperationId> = new Set();
  readonly #definition: ConnectorDefinition;
  readonly #origin: string;
  readonly #parts: SessionSetup;
  readonly #signIns = new WeakMap<SecretBundle, SignIn>();
  #client: { readonly fingerprint: string; readonly signIn: SignIn } | undefined;

  constructor(definition: ConnectorDefinition, origin: string, parts: SessionSetup) {
    this.#definition = definition;
    this.#origin = origin;
    this.#parts = parts;
    const { concurrency } = parts.quota;
    const { connector } = definition.catalog;
    const atOnce = Object.hasOwn(concurrency, connector) ? concurrency[connector] : undefined;
    this.quota = new Quota(definition.limits, parts, parts.quota, atOnce);
  }

  /**
   * The first way to sign in whose credentials the vault gave.
   * @throws RuntimeNotReadyError if there is none
   */
  signIn(bundle: SecretBundle): SignIn {
    const known = this.#signIns.get(bundle);
    if (known) return known;
    const signIn = this.#choose(bundle);
    this.#signIns.set(bundle, signIn);
    return signIn;
  }

  #choose(bundle: SecretBundle): SignIn {
    const { auth: ways, catalog, limits } = this.#definition;
    const auth = ways.find((way) => requiredCredentials(way).every((name) => bundle.fields[name]));
    if (!auth)
      throw missing(
        bundle,
        ways.map((way) => requiredCredentials(way).join(" and ")),
      );
    if (auth.kind !== "client_credentials") return new HeaderSignIn(auth, bundle);
    // Read again from the vault and unchanged, credentials keep the tokens that they were given.
    const names = [...requiredCredentials(auth), ...(auth.keyId === undefined ? [] : [auth.keyId])];
    const fingerprint = sha256(names.map((name) => bundle.fields[name]?.reveal() ?? "").join("\0"));
    if (this.#client?.fingerprint === fingerprint) return this.#client.signIn;
    const scopes = [...new Set(Object.values(catalog.operations).flatMap((operation) => operation.scopes))];
    const { transport, clock, timer, random } = this.#parts;
    const signIn = new ClientCredentials({
      ...{ auth, bundle, origin: this.#origin, scopes, limits },
      ...{ transport, clock, timer, random },
    });
    this.#client = { fingerprint, signIn };
    return signIn;
  }
}

/** The sessions of a runtime: one an API and credential, shared by every connector that uses them. */
export class Sessions {
  readonly timer: Timer;
  readonly random: () => number;
  readonly #parts: SessionSetup;
  readonly #byDefinition = new WeakMap<ConnectorDefinition, Map<string, Session>>();
  readonly #running = new Set<Deadline>();
  #closed = false;

  /** @throws RangeError if a quota option is out of range */
  constructor(parts: SessionParts) {
    this.#parts = {
      timer: systemTimer,
      random: Math.random,
      ...parts,
      quota: quotaOptions(parts.quota ?? {}),
    };
    this.timer = this.#parts.timer;
    this.random = this.#parts.random;
  }

  /** The session of the credentials at a vault path with the API at an origin. */
  at(definition: ConnectorDefinition, vaultPath: string, origin: string): Session {
    const sessions = this.#byDefinition.get(definition) ?? new Map<string, Session>();
    this.#byDefinition.set(definition, sessions);
    const key = `${vaultPath} ${origin}`;
    const known = sessions.get(key);
    if (known) return known;
    const session = new Session(definition, origin, this.#parts);
    sessions.set(key, session);
    return session;
  }

  /** How long a call may take, which ends with the sessions at the latest; to be given to {@link Sessions.end}. */
  begin(ms: number, caller?: AbortSignal): Deadline {
    const deadline = new Deadline(this.timer, ms, caller);
    this.#running.add(deadline);
    if (this.#closed) cutOff(deadline);
    return deadline;
  }

  /** Lets go of a call that has ended. */
  end(deadline: Deadline): void {
    this.#running.delete(deadline);
    deadline.end();
  }

  /** Cuts off the calls that are under way, those among them that wait for their turn, and all that come after. */
  close(): void {
    this.#closed = true;
    this.#running.forEach(cutOff);
  }
}

function cutOff(deadline: Deadline): void {
  deadline.cut(new TransportFault("the runtime was closed", { sent: false, final: true }));
}
