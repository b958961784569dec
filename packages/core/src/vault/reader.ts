import { Permit } from "../approval/permit.ts";
import { VaultInputError } from "../errors/vault-input-error.ts";
import { VaultUnavailableError } from "../errors/vault-unavailable-error.ts";
import { Flight } from "./flight.ts";
import type { SecretBundle, VaultProvider } from "./vault.ts";

const defaultTtlMs = 60_000;
const maxTtlMs = 86_400_000;

/**
 * One access to the vault, for the record: who and which path, never what.
 * `read` fetched from the provider, `refetched` did so after a 401, `cached` gave what is in memory or being fetched
 * for another caller, `failed` gave nothing.
 */
export interface VaultAccess {
  readonly actionId: string;
  readonly orgId: string;
  readonly agentId: string;
  readonly connector: string;
  readonly path: string;
  readonly provider: string;
  readonly outcome: "read" | "cached" | "refetched" | "failed";
  /** Names of the fields that were given. */
  readonly fields?: readonly string[];
  /** Code of the error, where the access failed. */
  readonly error?: string;
}

/** How a reader keeps and reports. */
export interface VaultReaderOptions {
  /** The longest time that a value stays in memory, in milliseconds; 0 keeps none. Default: 60000, at most a day. A shorter lease wins. */
  readonly ttlMs?: number;
  /** Called with each access before the secret is given; if it fails, no secret is given. */
  readonly onAccess?: (access: VaultAccess) => void | Promise<unknown>;
}

/** What is in memory of one path. */
interface Kept {
  /** Number of the fetch that brought it, among all of this reader. */
  readonly number: number;
  readonly bundle: SecretBundle;
  readonly eviction: NodeJS.Timeout;
}

/** The pipeline's way to secrets: shared by all actions, and open only to a permit. */
export class VaultReader {
  readonly #provider: VaultProvider;
  readonly #ttlMs: number;
  readonly #onAccess: (access: VaultAccess) => void | Promise<unknown>;
  readonly #kept = new Map<string, Kept>();
  /** The latest fetch of each path, while it is under way. */
  readonly #fetches = new Map<string, Flight<SecretBundle>>();
  #fetchCount = 0;
  /** By rejected bundle, the number of the fetch that replaces it: what came before is no replacement. */
  readonly #replacedBy = new WeakMap<SecretBundle, number>();
  /** By bundle that replaced a rejected one, the actions that got it so, and get no other. */
  readonly #replacedFor = new WeakMap<SecretBundle, Set<string>>();
  #closed = false;

  /** @throws VaultInputError if `ttlMs` is no whole number from 0 to a day */
  constructor(provider: VaultProvider, options: VaultReaderOptions = {}) {
    this.#provider = provider;
    this.#ttlMs = options.ttlMs ?? defaultTtlMs;
    if (!Number.isInteger(this.#ttlMs) || this.#ttlMs < 0 || this.#ttlMs > maxTtlMs) {
      throw new VaultInputError(`ttlMs is ${this.#ttlMs}: use whole milliseconds from 0 to ${maxTtlMs}`);
    }
    this.#onAccess = options.onAccess ?? ((): void => {});
  }

  /**
   * Gives the secrets at a path, from memory or from the provider.
   * @throws PermitRequiredError if the permit was not issued by the settle step
   * @throws whatever the provider throws; the signal's reason if it aborts
   */
  async reveal(permit: Permit, path: string, signal?: AbortSignal): Promise<SecretBundle> {
    Permit.require(permit);
    const kept = this.#kept.get(path);
    // Nearly every call: worth its own, shorter way.
    if (kept && signal?.aborted !== true) {
      await this.#given(permit, path, "cached", kept.bundle);
      return kept.bundle;
    }
    return this.#recorded(permit, path, async () => {
      signal?.throwIfAborted();
      const shared = this.#shared(path, 0);
      if (shared !== undefined) return ["cached", await shared(signal)];
      return ["read", await this.#fetch(path).join(signal)];
    });
  }

  /**
   * Gives the secrets that replace `stale`, with which the target just answered 401: fetched once for all who hold it.
   * `undefined` if `stale` itself came from here for this action: the 401 is then the target's last word.
   * @throws as {@link VaultReader.reveal}
   */
  async refetch(
    permit: Permit,
    stale: SecretBundle,
    signal?: AbortSignal,
  ): Promise<SecretBundle | undefined> {
    Permit.require(permit);
    if (this.#replacedFor.get(stale)?.has(permit.actionId) === true) return undefined;
    return this.#recorded(permit, stale.path, async () => {
      signal?.throwIfAborted();
      const since = this.#replacedBy.get(stale);
      const shared = since === undefined ? undefined : this.#shared(stale.path, since);
      const bundle = await (shared?.(signal) ?? this.#replace(stale).join(signal));
      const actions = this.#replacedFor.get(bundle) ?? new Set();
      this.#replacedFor.set(bundle, actions.add(permit.actionId));
      return [shared !== undefined ? "cached" : "refetched", bundle];
    });
  }

  /** Drops what is in memory, of one path or of all. */
  forget(path?: string): void {
    for (const known of path === undefined ? [...this.#kept.keys()] : [path]) {
      clearTimeout(this.#kept.get(known)?.eviction);
      this.#kept.delete(known);
    }
  }

  /** Drops what is in memory, and closes the provider. */
  async close(): Promise<void> {
    this.#closed = true;
    this.forget();
    await this.#provider.close();
  }

  /** What a fetch of at least this number brought into memory, or what the latest is about to bring. */
  #shared(path: string, number: number): ((signal?: AbortSignal) => Promise<SecretBundle>) | undefined {
    const kept = this.#kept.get(path);
    if (kept !== undefined && kept.number >= number) return async () => kept.bundle;
    const flight = this.#fetches.get(path);
    if (flight === undefined || flight.abandoned) return undefined;
    return (signal) => flight.join(signal);
  }

  #replace(stale: SecretBundle): Flight<SecretBundle> {
    if (this.#kept.get(stale.path)?.bundle === stale) this.forget(stale.path);
    // A fetch that is under way is not joined: it may have read before the secret was changed.
    const flight = this.#fetch(stale.path);
    this.#replacedBy.set(stale, this.#fetchCount);
    return flight;
  }

  #fetch(path: string): Flight<SecretBundle> {
    this.#fetchCount += 1;
    const number = this.#fetchCount;
    const flight: Flight<SecretBundle> = new Flight(async (signal) => {
      // An older fetch that ends later must not bring back what a newer one replaced.
      const isLatest = (): boolean => this.#fetches.get(path) === flight;
      try {
        this.#refuseClosed();
        const bundle = await this.#provider.read(path, signal);
        if (isLatest()) this.#keep(bundle, number);
        return bundle;
      } finally {
        if (isLatest()) this.#fetches.delete(path);
      }
    });
    this.#fetches.set(path, flight);
    return flight;
  }

  #keep(bundle: SecretBundle, number: number): void {
    this.forget(bundle.path);
    const ms = Math.min(this.#ttlMs, bundle.leaseMs ?? this.#ttlMs);
    if (ms <= 0 || this.#closed) return;
    const eviction = setTimeout(() => this.forget(bundle.path), ms);
    eviction.unref();
    this.#kept.set(bundle.path, { number, bundle, eviction });
  }

  #refuseClosed(): void {
    if (!this.#closed) return;
    throw new VaultUnavailableError(this.#provider.name, "it was closed", { retryable: false });
  }

  async #recorded(
    permit: Permit,
    path: string,
    work: () => Promise<readonly [Exclude<VaultAccess["outcome"], "failed">, SecretBundle]>,
  ): Promise<SecretBundle> {
    let given: Awaited<ReturnType<typeof work>>;
    try {
      given = await work();
    } catch (error) {
      await this.#onAccess({ ...this.#accessOf(permit, path), outcome: "failed", error: codeOf(error) });
      throw error;
    }
    const [outcome, bundle] = given;
    await this.#given(permit, path, outcome, bundle);
    return bundle;
  }

  #given(
    permit: Permit,
    path: string,
    outcome: VaultAccess["outcome"],
    { fields }: SecretBundle,
  ): void | Promise<unknown> {
    return this.#onAccess({ ...this.#accessOf(permit, path), outcome, fields: Object.keys(fields) });
  }

  #accessOf({ actionId, orgId, agentId, connector }: Permit, path: string): Omit<VaultAccess, "outcome"> {
    return { actionId, orgId, agentId, connector, path, provider: this.#provider.name };
  }
}

/** What an access failed with, in one word: anything can be thrown, and the reason of an abort is its caller's. */
function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  const said = [code, name].find((one) => typeof one === "string") ?? "unknown";
  return said.toWellFormed();
}
