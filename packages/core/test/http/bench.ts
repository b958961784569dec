import { z } from "zod";
import { Permit, type SendLimit } from "../../src/approval/permit.ts";
import type { Input } from "../../src/connector/input.ts";
import type { ConnectorDefinition, HttpMethod, Operation } from "../../src/connector/operation.ts";
import { Exchange } from "../../src/http/exchange.ts";
import type { Attempt, Exchanged } from "../../src/http/exchange-context.ts";
import type { QuotaOptions } from "../../src/http/quota/options.ts";
import { buildRequest } from "../../src/http/request.ts";
import { Sessions } from "../../src/http/session.ts";
import type { TransportLimits } from "../../src/http/transport.ts";
import { UndiciTransport } from "../../src/http/undici-transport.ts";
import { VaultReader } from "../../src/vault/reader.ts";
import { Secret } from "../../src/vault/secret.ts";
import type { VaultProvider } from "../../src/vault/vault.ts";
import { FakeTimer, timeLimitMs } from "./fake-timer.ts";

/** An operation of an invented API, with whatever a test wants of it. */
export function operation(request: `${HttpMethod} ${string}`, rest: Partial<Operation> = {}): Operation {
  const [method = "", path = ""] = request.split(" ");
  const names = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = ""]) => name);
  return {
    id: "parcels:do",
    method: method as HttpMethod,
    path,
    risk: "low",
    summary: "Do it",
    scopes: [],
    call: "doIt",
    parameters: names.map((name) => ({ name, in: "path" })),
    result: "single",
    idempotent: method !== "POST",
    sensitive: { input: [], result: [] },
    schemas: async () => ({ input: z.looseObject({}) }),
    ...rest,
  };
}

/** The invented API's spec, with whatever a test wants of it. */
export function definition(rest: Partial<ConnectorDefinition> = {}): ConnectorDefinition {
  return {
    catalog: { connector: "depot", title: "Depot", version: "1.0.0", operations: {} },
    origin: { credential: "address", example: "https://depot.example.com", refuse: [] },
    credentials: {
      path: "depot",
      fields: {
        address: { summary: "Where it is", sensitive: false },
        key: { summary: "The key", sensitive: true },
      },
    },
    auth: [{ scheme: "key", header: "Authorization", value: "Key {key}" }],
    paging: {},
    errorBody: { code: "code", summary: "text", id: "id", causes: "why[].text", requestId: "X-Request-Id" },
    errorCodes: {},
    operations: {},
    ...rest,
  };
}

/** One call of a test. */
export interface BenchCall {
  readonly input?: Input;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly forPerson?: boolean;
}

/** An exchange with a real transport and a vault in memory; time passes only when the test says so. */
export interface ExchangeBench extends AsyncDisposable {
  readonly timer: FakeTimer;
  readonly exchange: Exchange;
  readonly sessions: Sessions;
  /** Every attempt, those to sign in among them, and whether another one was announced with it. */
  readonly attempts: (Attempt & { readonly again: boolean })[];
  /** Every secret that was named as one. */
  readonly secrets: string[];
  /** What the vault holds from now on. */
  readonly fields: Record<string, string>;
  /** How often the vault was read. */
  reads(): number;
  send(operation: Operation, call?: BenchCall): Promise<Exchanged>;
}

export interface BenchOptions {
  readonly origin: string;
  readonly definition?: ConnectorDefinition;
  readonly fields?: Readonly<Record<string, string>>;
  readonly limits?: Partial<TransportLimits>;
  readonly quota?: QuotaOptions;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds since the epoch at the timer's 0. */
  readonly epoch?: number;
  readonly onAttempt?: () => void | Promise<void>;
  /** How long what the vault gave is kept; 0 reads it for each call. */
  readonly keepSecretsMs?: number;
  readonly readVault?: (signal?: AbortSignal) => Promise<void>;
}

export function bench(options: BenchOptions): ExchangeBench {
  const { origin, epoch = Date.now() } = options;
  const timer = new FakeTimer();
  const clock = { now: () => epoch + timer.now() };
  const fields: Record<string, string> = { address: origin, key: "s3cret", ...options.fields };
  let reads = 0;
  const provider: VaultProvider = {
    name: "test",
    read: async (path, signal) => {
      reads += 1;
      await options.readVault?.(signal);
      return {
        path,
        fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, new Secret(value)])),
      };
    },
    close: async () => {},
  };
  const vault = new VaultReader(
    provider,
    options.keepSecretsMs === undefined ? {} : { ttlMs: options.keepSecretsMs },
  );
  const transport = new UndiciTransport({
    userAgent: "depot-test/1",
    env: options.env ?? {},
    ...options.limits,
  });
  const quota = { reserve: 0, maxWaitMs: timeLimitMs, ...options.quota };
  const sessions = new Sessions({ transport, clock, timer, random: () => 0, quota });
  const exchange = new Exchange(options.definition ?? definition(), "depot", {
    transport,
    vault,
    sessions,
    clock,
  });
  const attempts: ExchangeBench["attempts"] = [];
  const secrets: string[] = [];
  return {
    ...{ timer, exchange, sessions, attempts, secrets, fields },
    reads: () => reads,
    send: (what, { input = {}, signal, timeoutMs = timeLimitMs, forPerson = false } = {}) =>
      exchange.send(buildRequest(what, input), {
        permit: permit(),
        operation: what,
        input,
        timeoutMs,
        ...(signal && { signal }),
        forPerson,
        onAttempt: async (attempt, again) => {
          attempts.push({ ...attempt, again });
          await options.onAttempt?.();
        },
        onSignIn: async (attempt) => {
          attempts.push({ ...attempt, again: true });
          await options.onAttempt?.();
        },
        onSecrets: (_, found) => void secrets.push(...found.map((secret) => secret.reveal())),
        scrub: (said) => said,
      }),
    [Symbol.asyncDispose]: async () => {
      await transport.close();
      await vault.close();
    },
  };
}

let actions = 0;

/** A permit, as only the settle step may issue it. */
export function permit(limit?: SendLimit): Permit {
  actions += 1;
  const agent = { orgId: "org-test", agentId: "agent-001", connector: "depot" };
  return Permit.issue({ id: `action-${actions}`, ...agent }, limit);
}

/** What a promise rejects with. */
export async function failure(promise: PromiseLike<unknown>): Promise<Error & Record<string, unknown>> {
  return promise.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: unknown) => error as Error & Record<string, unknown>,
  );
}
