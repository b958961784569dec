import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { BlockList, isIPv4 } from "node:net";
import type { Pool } from "undici";
import { VaultInputError } from "../../errors/vault-input-error.ts";
import { VaultUnavailableError } from "../../errors/vault-unavailable-error.ts";
import { checkPath } from "../names.ts";
import type { Secret } from "../secret.ts";

const defaultTimeoutMs = 5_000;
const maxAnswerBytes = 1_048_576;
const maxConnections = 4;

/** How to reach a HashiCorp Vault or OpenBao server. */
export interface Kv2ServerOptions {
  /** Origin of the server, such as `https://vault.example.com:8200`; http is for loopback alone. */
  readonly address: string;
  /** Namespace, where the server has them: sent with every request. */
  readonly namespace?: string;
  /** PEM file with the only authorities to trust; absent: those that Node trusts. */
  readonly caFile?: string;
  /** Longest time for one request with its answer, in milliseconds. Default: 5000. */
  readonly timeoutMs?: number;
}

/** A request to the server. */
export interface Kv2Request {
  readonly method: "GET" | "POST";
  /** Below `/v1/`. */
  readonly path: string;
  readonly token?: Secret;
  readonly body?: Readonly<Record<string, string>>;
}

/** What the server said; `body` is `undefined` where that was no JSON. */
export interface Kv2Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Sends requests to one origin, follows no redirect, and lets nothing of request or answer into an error. */
export class Kv2Http {
  readonly #origin: string;
  readonly #namespace: string | undefined;
  readonly #ca: string | undefined;
  readonly #timeoutMs: number;
  #pool: Promise<Pool> | undefined;
  #closed = false;

  /** @throws VaultInputError if a setting can't be used */
  constructor({ address, namespace, caFile, timeoutMs = defaultTimeoutMs }: Kv2ServerOptions) {
    if (namespace !== undefined) checkPath(namespace);
    this.#origin = originOf(address);
    this.#namespace = namespace;
    this.#ca = caFile === undefined ? undefined : readCertificates(caFile);
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Sends one request and reads the whole answer, whatever its status.
   * @throws VaultUnavailableError if there is none in time, or it is too long; the signal's reason if it aborts
   */
  async send({ method, path, token, body }: Kv2Request, signal?: AbortSignal): Promise<Kv2Answer> {
    signal?.throwIfAborted();
    if (this.#closed) throw new VaultUnavailableError("kv2", "it was closed", { retryable: false });
    // Made at the first request: loading undici takes longer than a command that needs no vault.
    this.#pool ??= this.#connect();
    const pool = await this.#pool;
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), this.#timeoutMs);
    try {
      const answer = await pool.request({
        method,
        path: `/v1/${path}`,
        headers: {
          // Servers that ask for it refuse requests without it, so that no tricked browser or proxy sends one.
          "x-vault-request": "true",
          ...(this.#namespace !== undefined && { "x-vault-namespace": this.#namespace }),
          ...(token !== undefined && { "x-vault-token": token.reveal() }),
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal: signal === undefined ? deadline.signal : AbortSignal.any([signal, deadline.signal]),
      });
      return { status: answer.statusCode, body: parse(await answer.body.text()) };
    } catch (error) {
      signal?.throwIfAborted();
      const problem = deadline.signal.aborted ? `no answer within ${this.#timeoutMs} ms` : problemOf(error);
      // Not kept as the cause: undici's parser errors hold the bytes that they failed on.
      throw new VaultUnavailableError("kv2", `${this.#origin}: ${problem}`);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const pool = await this.#pool;
    await pool?.close();
  }

  async #connect(): Promise<Pool> {
    const { Pool } = await import("undici");
    return new Pool(this.#origin, {
      connections: maxConnections,
      pipelining: 1,
      allowH2: false,
      maxResponseSize: maxAnswerBytes,
      connect: { timeout: this.#timeoutMs, ...(this.#ca !== undefined && { ca: this.#ca }) },
    });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function problemOf(error: unknown): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (code === "UND_ERR_RES_EXCEEDED_MAX_SIZE") return `it answered with more than ${maxAnswerBytes} bytes`;
  return `${String(message)} (${String(code)})`;
}

function originOf(address: string): string {
  const url = URL.parse(address);
  const plain = url?.protocol === "http:" && isLoopback(url.hostname);
  if (url === null || !(plain || url.protocol === "https:")) {
    throw new VaultInputError(
      "the vault's address must be an https origin, or http on loopback, such as https://vault.example.com:8200",
    );
  }
  if (url.href !== `${url.origin}/`) {
    throw new VaultInputError(
      `the vault's address must be an origin alone, such as ${url.origin}: no path, user or query`,
    );
  }
  return url.origin;
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || (isIPv4(hostname) && loopback.check(hostname));
}

function readCertificates(caFile: string): string {
  try {
    const pem = readFileSync(caFile, "utf8");
    // TLS ignores text that holds no certificate, and would then trust nobody without saying why.
    void new X509Certificate(pem);
    return pem;
  } catch (error) {
    throw new VaultInputError(
      `the CA file ${caFile} can't be used: it must be readable and hold PEM certificates`,
      {
        cause: error,
      },
    );
  }
}
