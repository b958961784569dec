import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** A request as the server got it. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export type Answer = readonly [status: number, body: unknown];

export interface ServerOptions {
  readonly tls?: boolean;
  readonly namespace?: string;
  /** What a login or renewal grants, in seconds. */
  readonly leaseSeconds?: number;
  readonly renewable?: boolean;
  /** Answers instead of the server; `undefined` lets the server answer, and `"hang"` leaves the request open. */
  readonly intercept?: (request: Received, response: ServerResponse) => Answer | "hang" | undefined;
}

export const roleId = "canary-role-id-4a1b";
export const secretId = "canary-secret-id-9c2d";
export const caFile: string = join(import.meta.dirname, "tls/ca.pem");

/** A KV version 2 engine mounted at `secret` behind tokens and an AppRole, as its documentation describes them. */
export class Kv2Server {
  readonly received: Received[] = [];
  /** Living tokens, and whether the policies let them read. */
  readonly tokens = new Map<string, boolean>();
  readonly #secrets = new Map<string, Record<string, unknown> | null>();
  readonly #options: ServerOptions;
  address = "";

  constructor(options: ServerOptions = {}) {
    this.#options = options;
  }

  static async start(options: ServerOptions = {}): Promise<Kv2Server> {
    const started = new Kv2Server(options);
    const listener: RequestListener = (request, response) => void started.#handle(request, response);
    const pem = (name: string): string => readFileSync(join(import.meta.dirname, "tls", name), "utf8");
    const server = options.tls
      ? createTlsServer({ cert: pem("server.pem"), key: pem("server.key") }, listener)
      : createServer(listener);
    const { promise: listening, resolve } = Promise.withResolvers<void>();
    server.listen(0, "127.0.0.1", resolve);
    await listening;
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    started.address = `${options.tls ? "https" : "http"}://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return started;
  }

  /** Writes a version of a secret; `null` deletes the latest version softly. */
  write(path: string, data: Record<string, unknown> | null): void {
    this.#secrets.set(path, data);
  }

  /** The urls of all requests, without `/v1/`. */
  get paths(): readonly string[] {
    return this.received.map(({ url }) => url.replace(/^\/v1\//, ""));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "", headers } = request;
    const received = { method, url, headers, body: await text(request) };
    this.received.push(received);
    const answer = this.#options.intercept?.(received, response) ?? this.#answer(received);
    if (answer === "hang") return;
    const [status, body] = answer;
    const raw = typeof body === "string";
    response.writeHead(status, { "content-type": raw ? "text/html" : "application/json" });
    response.end(body === undefined ? undefined : raw ? body : JSON.stringify(body));
  }

  #answer({ method, url, headers, body }: Received): Answer {
    const wrongNamespace = headers["x-vault-namespace"] !== this.#options.namespace;
    if (headers["x-vault-request"] !== "true") return [400, { errors: ["missing 'X-Vault-Request' header"] }];
    if (url === "/v1/auth/approle/login" && !wrongNamespace) return this.#login(JSON.parse(body));
    const token = String(headers["x-vault-token"]);
    const readable = this.tokens.get(token);
    if (readable === undefined || wrongNamespace)
      return [403, { errors: ["permission denied", "invalid token"] }];
    if (method === "GET" && url === "/v1/auth/token/lookup-self") {
      return [
        200,
        { data: { ttl: this.#options.leaseSeconds ?? 0, renewable: this.#options.renewable ?? false } },
      ];
    }
    if (method === "POST" && url === "/v1/auth/token/renew-self") return [200, this.#auth(token)];
    if (method === "POST" && url === "/v1/auth/token/revoke-self") {
      this.tokens.delete(token);
      return [204, undefined];
    }
    if (!readable) return [403, { errors: ["1 error occurred:\n\t* permission denied\n\n"] }];
    return url.startsWith("/v1/secret/data/")
      ? this.#read(url.slice("/v1/secret/data/".length))
      : noRoute(url);
  }

  #login({ role_id: role, secret_id: secret }: Record<string, unknown>): Answer {
    if (role !== roleId || secret !== secretId) return [400, { errors: ["invalid role or secret ID"] }];
    const token = `canary-token-${randomUUID()}`;
    this.tokens.set(token, true);
    return [200, this.#auth(token)];
  }

  #auth(token: string): unknown {
    const { leaseSeconds = 3_600, renewable = false } = this.#options;
    return { auth: { client_token: token, lease_duration: leaseSeconds, renewable, policies: ["default"] } };
  }

  #read(path: string): Answer {
    const data = this.#secrets.get(path);
    if (data === undefined) return [404, { errors: [] }];
    const metadata = {
      created_time: "2026-01-01T00:00:00Z",
      deletion_time: "",
      destroyed: false,
      version: 1,
    };
    if (data === null)
      return [404, { data: { data, metadata: { ...metadata, deletion_time: "2026-01-02T00:00:00Z" } } }];
    return [200, { request_id: randomUUID(), lease_duration: 0, renewable: false, data: { data, metadata } }];
  }
}

function noRoute(url: string): Answer {
  return [404, { errors: [`no handler for route "${url.slice(4)}". route entry not found.`] }];
}
