import type { Diagnostic } from "@arx/yaml";
import { PolicyLoadError } from "../errors/policy-load-error.ts";
import type { AccessRequest, Decision, Explanation, PolicyDecisionPoint } from "./decision.ts";
import { fingerprint } from "./fingerprint.ts";
import { loadPolicies, type PolicySource } from "./load.ts";
import type { PolicyLoad } from "./parse.ts";
import type { PolicySet } from "./policy-set.ts";
import { PolicyTable } from "./policy-table.ts";

/** Policies were loaded, or could not be. */
export interface PolicyLoadEvent {
  /** `rejected`: the set that was in force before stays so. */
  readonly kind: "loaded" | "rejected";
  /** The hash of the set that is in force from now on. */
  readonly hash: string;
  /** The files of that set. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Whether the set in force is what the policy folder says. */
export interface PolicyHealth {
  readonly ok: boolean;
  /** Where `ok`: warnings. Else why the folder's policies are not in force. */
  readonly diagnostics: readonly Diagnostic[];
  /** What `onLoad` threw, where that is why. */
  readonly cause?: unknown;
}

/** Which policies are in force, and whether they are still those of the folder. */
export interface PolicyStanding {
  /** The hash of the set in force. */
  readonly policySet: string;
  /** The files of that set. */
  readonly files: readonly string[];
  /** Since when it is in force here, in milliseconds since the epoch. */
  readonly since: number;
  /** Why the folder's policies are not in force; absent where the last load was good. */
  readonly failure?: {
    /** Since when no load was good, in milliseconds since the epoch. */
    readonly since: number;
    /** What the last load found: errors, or, where it could not be reported, warnings. */
    readonly diagnostics: readonly Diagnostic[];
    /** What kept the last load from being reported, where that is why. */
    readonly cause?: unknown;
  };
}

/** Where a store's policies are, and who is told of each load. */
export interface PolicyStoreOptions extends PolicySource {
  /** Told of each load before its policies come into force; if it throws, they don't. */
  readonly onLoad?: (event: PolicyLoadEvent) => void | Promise<void>;
  /** Milliseconds since the epoch; absent: the machine's clock. */
  readonly now?: () => number;
}

/** The decision point of a policy folder. A reload puts a whole new set in force, or leaves the last good one. */
export class PolicyStore implements PolicyDecisionPoint {
  readonly folder: string;
  readonly #options: PolicyStoreOptions;
  #set: PolicySet;
  #table: PolicyTable;
  #health: PolicyHealth;
  #loadedFrom: string;
  #reloads: Promise<PolicyHealth>;
  #since: number;
  #failingSince: number | undefined;

  private constructor(
    options: PolicyStoreOptions,
    { set, diagnostics, loadedFrom }: Load & { set: PolicySet },
  ) {
    this.folder = options.folder;
    this.#options = options;
    this.#set = set;
    this.#table = new PolicyTable(set);
    this.#health = { ok: true, diagnostics };
    this.#loadedFrom = loadedFrom;
    this.#reloads = Promise.resolve(this.#health);
    this.#since = this.#now();
  }

  /**
   * Loads a folder for the first time.
   * @throws PolicyLoadError if anything in it is wrong; and what `onLoad` throws
   */
  static async open(options: PolicyStoreOptions): Promise<PolicyStore> {
    const { set, ...rest } = await load(options);
    if (set === undefined) throw new PolicyLoadError(options.folder, rest.diagnostics);
    const store = new PolicyStore(options, { set, ...rest });
    await options.onLoad?.({
      kind: "loaded",
      hash: set.hash,
      files: set.files,
      diagnostics: rest.diagnostics,
    });
    return store;
  }

  /** The folder's fingerprint just before the last load, good or bad. */
  get loadedFrom(): string {
    return this.#loadedFrom;
  }

  /** The set in force. */
  get set(): PolicySet {
    return this.#set;
  }

  get hash(): string {
    return this.#table.hash;
  }

  get health(): PolicyHealth {
    return this.#health;
  }

  /** What is in force and since when; nothing is loaded for it. */
  get standing(): PolicyStanding {
    const { ok: _, ...why } = this.#health;
    const since = this.#failingSince;
    return {
      ...{ policySet: this.hash, files: this.#set.files, since: this.#since },
      ...(since !== undefined && { failure: { since, ...why } }),
    };
  }

  decide(request: AccessRequest): Decision {
    return this.#table.decide(request);
  }

  explain(request: AccessRequest): Explanation {
    return this.#table.explain(request);
  }

  /** Loads the folder again, after every reload asked for before; never rejects. */
  reload(): Promise<PolicyHealth> {
    this.#reloads = this.#reloads.then(() => this.#reload());
    return this.#reloads;
  }

  async #reload(): Promise<PolicyHealth> {
    let diagnostics: readonly Diagnostic[] = [];
    try {
      const loaded = await load(this.#options);
      ({ diagnostics, loadedFrom: this.#loadedFrom } = loaded);
      if (loaded.set) await this.#accept(loaded.set, diagnostics);
      else await this.#reject(diagnostics);
    } catch (cause) {
      this.#health = { ok: false, diagnostics, cause };
    }
    this.#failingSince = this.#health.ok ? undefined : (this.#failingSince ?? this.#now());
    return this.#health;
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }

  async #accept(set: PolicySet, diagnostics: readonly Diagnostic[]): Promise<void> {
    const table = new PolicyTable(set);
    await this.#options.onLoad?.({ kind: "loaded", hash: set.hash, files: set.files, diagnostics });
    if (set.hash !== this.hash) this.#since = this.#now();
    this.#set = set;
    this.#table = table;
    this.#health = { ok: true, diagnostics };
  }

  async #reject(diagnostics: readonly Diagnostic[]): Promise<void> {
    this.#health = { ok: false, diagnostics };
    await this.#options.onLoad?.({ kind: "rejected", hash: this.hash, files: this.#set.files, diagnostics });
  }
}

/** A load, and how the folder was just before it: what changes meanwhile differs from that. */
interface Load extends PolicyLoad {
  readonly loadedFrom: string;
}

async function load({ folder, catalogs, now = Date.now }: PolicyStoreOptions): Promise<Load> {
  const loadedFrom = await fingerprint(folder);
  return { loadedFrom, ...(await loadPolicies({ folder, catalogs, now: now() })) };
}
