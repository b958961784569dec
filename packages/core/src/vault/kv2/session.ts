import { VaultAccessDeniedError } from "../../errors/vault-access-denied-error.ts";
import { Flight } from "../flight.ts";
import type { Secret } from "../secret.ts";
import { isAlive, type Kv2Auth, type Kv2Lease, logIn, renew, revoke } from "./auth.ts";
import type { Kv2Http } from "./http.ts";

const longestTimerMs = 2_147_483_647;
const shortestRetryMs = 1_000;

interface Held {
  readonly token: Secret;
  /** What the login granted: a renewal that grants much less tells that the token's last hour has come. */
  readonly grantedMs: number;
  /** By the monotonic clock, in milliseconds. */
  readonly endsAt: number;
}

/** Holds one token for all reads: logs in when it must, renews before the end, and logs in anew when it can't. */
export class Kv2Session {
  readonly #http: Kv2Http;
  readonly #auth: Kv2Auth;
  #held: Held | undefined;
  #login: Flight<Secret> | undefined;
  #check: Flight<Secret | undefined> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(http: Kv2Http, auth: Kv2Auth) {
    this.#http = http;
    this.#auth = auth;
  }

  /** The token to send; one login for all who wait for it. */
  async token(signal?: AbortSignal): Promise<Secret> {
    if (this.#held !== undefined && performance.now() < this.#held.endsAt) return this.#held.token;
    if (this.#login === undefined || this.#login.abandoned) {
      const login = new Flight(async (ended) => {
        try {
          const lease = await logIn(this.#http, this.#auth, ended);
          this.#hold(lease, lease.ttlMs);
          return lease.token;
        } finally {
          /* v8 ignore else -- nobody waited for this one any more, and the next is under way */
          if (this.#login === login) this.#login = undefined;
        }
      });
      this.#login = login;
    }
    return this.#login.join(signal);
  }

  /**
   * Another token than the one that was just refused with 403; `undefined` if none would help: the token still lives,
   * so that its policies are what refuses, or it was given to us and there is no other.
   */
  async afterRefusal(refused: Secret, signal?: AbortSignal): Promise<Secret | undefined> {
    if (this.#auth.method === "token") return undefined;
    if (this.#held?.token !== refused) return this.token(signal);
    if (this.#check === undefined || this.#check.abandoned) {
      const check = new Flight(async (ended) => {
        try {
          // Asked first: a secret id may be good for few logins, and a login per forbidden read would use them up.
          if (await isAlive(this.#http, refused, ended)) return undefined;
          /* v8 ignore else -- another token came while the server was asked about this one */
          if (this.#held?.token === refused) this.#held = undefined;
          return await this.token(ended);
        } finally {
          /* v8 ignore else -- nobody waited for this one any more, and the next is under way */
          if (this.#check === check) this.#check = undefined;
        }
      });
      this.#check = check;
    }
    return this.#check.join(signal);
  }

  /** Stops renewing, and ends the token where this session made it. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const held = this.#held;
    this.#held = undefined;
    if (held === undefined || this.#auth.method === "token") return;
    // Best effort: a token that could not be revoked ends by itself.
    await revoke(this.#http, held.token).catch(() => {});
  }

  #hold({ token, ttlMs, renewable }: Kv2Lease, grantedMs: number): void {
    if (this.#closed) return;
    const held = { token, grantedMs, endsAt: ttlMs === 0 ? Infinity : performance.now() + ttlMs };
    this.#held = held;
    clearTimeout(this.#timer);
    if (renewable && ttlMs > 0) this.#renewIn((ttlMs * 2) / 3, held);
  }

  #renewIn(ms: number, held: Held): void {
    this.#timer = setTimeout(() => void this.#renew(held), Math.min(ms, longestTimerMs));
    this.#timer.unref();
  }

  async #renew(held: Held): Promise<void> {
    try {
      // The same token, and the same object: a read that is refused meanwhile is compared by it.
      const lease = { ...(await renew(this.#http, held.token)), token: held.token };
      if (this.#held !== held) return;
      this.#hold(lease, held.grantedMs);
      // The server grants less and less towards the longest life that it allows: take a new token while this one holds.
      if (this.#auth.method === "approle" && lease.ttlMs < held.grantedMs / 2) {
        const fresh = await logIn(this.#http, this.#auth);
        this.#hold(fresh, fresh.ttlMs);
      }
    } catch (error) {
      if (this.#held !== held) return;
      // Refused: the next read logs in. Unreachable: the token is good until its end, so try again before that.
      if (error instanceof VaultAccessDeniedError) this.#held = undefined;
      const retryMs = ((held.endsAt - performance.now()) * 2) / 3;
      if (this.#held === held && retryMs > shortestRetryMs) this.#renewIn(retryMs, held);
    }
  }
}
