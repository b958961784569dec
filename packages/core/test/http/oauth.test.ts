import { createHash, generateKeyPairSync } from "node:crypto";
import type { ServerResponse } from "node:http";
import {
  calculateJwkThumbprint,
  decodeJwt,
  decodeProtectedHeader,
  EmbeddedJWK,
  importSPKI,
  type JWTPayload,
  jwtVerify,
} from "jose";
import { expect, test } from "vitest";
import type { ClientCredentialsAuth, ConnectorDefinition, Limits } from "../../src/connector/operation.ts";
import { RateLimitedError } from "../../src/errors/rate-limited-error.ts";
import { SignInError } from "../../src/errors/sign-in-error.ts";
import { Deadline } from "../../src/http/deadline.ts";
import { maxAttempts } from "../../src/http/retry.ts";
import { bench, type BenchOptions, definition, type ExchangeBench, failure, operation } from "./bench.ts";
import { timeLimitMs } from "./fake-timer.ts";
import { type Arrived, httpServer, json, type WireServer } from "./wire.ts";

const epoch = Date.parse("2026-11-24T00:00:00Z");
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const rsaPem = rsa.privateKey.export({ type: "pkcs8", format: "pem" }) as string;
const rsaJwk = rsa.privateKey.export({ format: "jwk" });
const shortPem = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey.export({
  ...{ type: "pkcs8", format: "pem" },
}) as string;

const auth: ClientCredentialsAuth = {
  ...{ kind: "client_credentials", scheme: "app", token: "/oauth/token", dpop: "RS256" },
  ...{ clientId: "client", privateKey: "private_key", keyId: "key_id" },
};

const catalogOf = (...scopes: string[][]): ConnectorDefinition["catalog"] => {
  const entries = scopes.map((own, at) => ({
    ...operation("GET /parcels"),
    id: `parcels:op${at}` as const,
    scopes: own,
  }));
  return {
    connector: "depot",
    title: "Depot",
    version: "1.0.0",
    operations: Object.fromEntries(entries.map((entry) => [entry.id, entry])),
  };
};

const oauth = definition({
  catalog: catalogOf(["parcels.read"], ["parcels.read", "parcels.write"]),
  auth: [{ scheme: "key", header: "Authorization", value: "Key {key}" }, auth],
});
const read = operation("GET /parcels", { scopes: ["parcels.read"] });

interface TokenServer extends WireServer {
  readonly arrived: Arrived[];
  /** Requests for tokens, with the claims of their assertions. */
  readonly asked: {
    readonly form: URLSearchParams;
    readonly claims: JWTPayload;
    readonly header: object;
    readonly proof?: JWTPayload;
  }[];
  /** Requests to the API. */
  readonly called: Arrived[];
}

interface TokenServerOptions {
  readonly lifeSeconds?: number;
  readonly scopes?: string;
  readonly dpop?: boolean;
  /** Answers in the endpoint's place, if it does. */
  readonly onToken?: (response: ServerResponse, count: number) => boolean;
  readonly onCall?: (request: Arrived, response: ServerResponse, count: number) => boolean;
}

/** An API with its own authorization server, which checks all that the standards demand. */
async function tokenServer(options: TokenServerOptions = {}): Promise<TokenServer> {
  const { lifeSeconds = 3600, scopes = "parcels.read parcels.write", dpop = false } = options;
  const asked: TokenServer["asked"] = [];
  const called: Arrived[] = [];
  const used = new Set<unknown>();
  const key = await importSPKI(rsa.publicKey.export({ type: "spki", format: "pem" }) as string, "RS256");
  const bound = new Map<string, string>();
  const currentDate = new Date(epoch);

  const proofOf = async (
    request: Arrived,
    nonce: string,
  ): Promise<{ claims: JWTPayload; thumbprint: string } | string> => {
    const proof = request.headers["dpop"];
    if (typeof proof !== "string") return "invalid_dpop_proof";
    const { payload } = await jwtVerify(proof, EmbeddedJWK, {
      typ: "dpop+jwt",
      algorithms: ["RS256"],
      currentDate,
    });
    expect(payload["htm"]).toBe(request.method);
    expect(payload["htu"]).toBe(server.origin + request.url.split("?")[0]);
    expect(used.has(payload.jti)).toBe(false);
    used.add(payload.jti);
    if (payload["nonce"] !== nonce) return "use_dpop_nonce";
    return {
      claims: payload,
      thumbprint: await calculateJwkThumbprint(decodeProtectedHeader(proof).jwk ?? {}),
    };
  };

  const giveToken = async (request: Arrived, response: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(request.body);
    const assertion = form.get("client_assertion") ?? "";
    const audience = `${server.origin}/oauth/token`;
    const { payload: claims, protectedHeader: header } = await jwtVerify(assertion, key, {
      issuer: "app-1",
      audience,
      currentDate,
    });
    expect(used.has(claims.jti)).toBe(false);
    used.add(claims.jti);
    const proof = dpop ? await proofOf(request, "token-nonce") : undefined;
    asked.push({ form, claims, header, ...(proof && typeof proof === "object" && { proof: proof.claims }) });
    if (options.onToken?.(response, asked.length)) return;
    if (typeof proof === "string") {
      return json(
        response,
        400,
        { error: proof },
        proof === "use_dpop_nonce" ? { "dpop-nonce": "token-nonce" } : {},
      );
    }
    const token = `token-${asked.length}`;
    if (proof) bound.set(token, proof.thumbprint);
    json(response, 200, {
      token_type: dpop ? "DPoP" : "Bearer",
      expires_in: lifeSeconds,
      access_token: token,
      scope: scopes,
    });
  };

  const server = await httpServer(async (request, response) => {
    if (request.url === "/oauth/token") return giveToken(request, response);
    called.push(request);
    if (options.onCall?.(request, response, called.length)) return;
    if (dpop) {
      const token = request.headers.authorization?.replace(/^DPoP /, "") ?? "";
      const proof = await proofOf(request, "api-nonce");
      if (typeof proof === "string") {
        const challenge = { "www-authenticate": `DPoP error="${proof}"`, "dpop-nonce": "api-nonce" };
        return void response.writeHead(401, challenge).end();
      }
      expect(proof.claims["ath"]).toBe(createHash("sha256").update(token).digest("base64url"));
      expect(proof.thumbprint).toBe(bound.get(token));
    }
    json(response, 200, {});
  });
  return { ...server, asked, called };
}

function oauthBench(
  server: WireServer,
  fields: Record<string, string> = {},
  rest: Partial<BenchOptions> = {},
): ExchangeBench {
  const on = bench({
    origin: server.origin,
    definition: oauth,
    epoch,
    fields: { client: "app-1", private_key: rsaPem, ...fields },
    ...rest,
  });
  delete on.fields["key"];
  return on;
}

test("a client proves itself by a signed assertion, and asks once for all scopes of the connector", async () => {
  await using server = await tokenServer();
  await using on = oauthBench(server, { key_id: "k1" });
  await on.send(read);
  const [{ form, claims, header } = {}] = server.asked;
  expect(Object.fromEntries(form ?? [])).toMatchObject({
    grant_type: "client_credentials",
    scope: "parcels.read parcels.write",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
  });
  expect(claims).toMatchObject({
    iss: "app-1",
    sub: "app-1",
    aud: `${server.origin}/oauth/token`,
    jti: expect.any(String),
  });
  expect((claims?.exp ?? 0) - (claims?.iat ?? 0)).toBeLessThanOrEqual(3600);
  expect(header).toEqual({ alg: "RS256", kid: "k1" });
  expect(server.called[0]?.headers.authorization).toBe("Bearer token-1");
});

test("the token is kept out of what is recorded, and the request for it is on record", async () => {
  await using server = await tokenServer();
  await using on = oauthBench(server);
  await on.send(read);
  expect(on.secrets).toContain("token-1");
  expect(on.attempts).toMatchObject([
    { method: "POST", path: "/oauth/token", status: 200, note: "an access token was asked for", again: true },
    { method: "GET", path: "/parcels", status: 200, again: false },
  ]);
});

test("many callers share one token", async () => {
  await using server = await tokenServer();
  await using on = oauthBench(server);
  await Promise.all(Array.from({ length: 20 }, () => on.send(read)));
  expect(server.asked.length).toBe(1);
});

test("a caller that gives up does not take the token from the others", async () => {
  let release: (() => void) | undefined;
  await using server = await tokenServer({
    onToken: (response) => {
      release = () => json(response, 200, { token_type: "Bearer", access_token: "late" });
      return true;
    },
  });
  await using on = oauthBench(server);
  const stop = new AbortController();
  const first = failure(on.send(read, { signal: stop.signal }));
  const second = on.send(read);
  await expect.poll(() => release).toBeDefined();
  stop.abort("gone");
  expect(await first).toBe("gone");
  release?.();
  await second;
  expect(server.asked.length).toBe(1);
});

test("a token is renewed before it ends, beside the calls that it still serves", async () => {
  await using server = await tokenServer({ lifeSeconds: 1000 });
  await using on = oauthBench(server);
  await on.send(read);
  on.timer.advance(890_000);
  await on.send(read);
  expect(server.asked.length).toBe(1);
  on.timer.advance(20_000);
  await Promise.all([on.send(read), on.send(read)]);
  expect(server.called.slice(1).map(({ headers }) => headers.authorization)).toEqual(
    Array.from({ length: 3 }, () => "Bearer token-1"),
  );
  // It is recorded when the answer has come, and known a moment later.
  await expect.poll(() => on.attempts.filter(({ method }) => method === "POST").length).toBe(2);
  await new Promise((resolve) => setImmediate(resolve));
  await on.send(read);
  expect(server.called.at(-1)?.headers.authorization).toBe("Bearer token-2");
  expect(server.asked.length).toBe(2);
});

test("a token that is still good is used while no new one can be had, and the endpoint is left alone for a while", async () => {
  await using server = await tokenServer({
    lifeSeconds: 1000,
    onToken: (response, count) => {
      if (count > 1) json(response, 400, { error: "invalid_client" });
      return count > 1;
    },
  });
  await using on = oauthBench(server);
  await on.send(read);
  on.timer.advance(905_000);
  for (let call = 0; call < 20; call += 1) {
    await on.send(read);
    await expect.poll(() => server.asked.length).toBe(2);
  }
  on.timer.advance(61_000);
  await on.send(read);
  await expect.poll(() => server.asked.length).toBe(3);
  expect(server.called.every(({ headers }) => headers.authorization === "Bearer token-1")).toBe(true);
  on.timer.advance(100_000);
  expect(await failure(on.send(read))).toBeInstanceOf(SignInError);
});

test("a token that is still good is used while the next one does not come, which is given up in the end", async () => {
  const held: ServerResponse[] = [];
  await using server = await tokenServer({
    lifeSeconds: 1000,
    onToken: (response, count) => {
      if (count === 2) held.push(response);
      return count === 2;
    },
  });
  await using on = oauthBench(server);
  await on.send(read);
  on.timer.advance(905_000);
  await on.send(read);
  await on.send(read);
  await expect.poll(() => held.length).toBe(1);
  expect(await on.timer.elapse()).toBe(30_000);
  await expect.poll(() => on.attempts.at(-1)).toMatchObject({ path: "/oauth/token", sent: true });
  expect(on.attempts.at(-1)).not.toHaveProperty("status");
  await on.send(read);
  on.timer.advance(40_000);
  await on.send(read);
  expect(server.asked.length).toBe(3);
  expect(server.called.map(({ headers }) => headers.authorization)).toEqual([
    ...Array.from({ length: 4 }, () => "Bearer token-1"),
    "Bearer token-3",
  ]);
});

test("credentials that are read again keep their token while they are the same, and lose it when they change", async () => {
  await using server = await tokenServer();
  await using on = oauthBench(server, { key_id: "k1" }, { keepSecretsMs: 0 });
  await on.send(read);
  await on.send(read);
  expect(on.reads()).toBe(2);
  expect(server.asked.length).toBe(1);
  on.fields["key_id"] = "k2";
  await on.send(read);
  expect(server.asked.map(({ header }) => header)).toMatchObject([{ kid: "k1" }, { kid: "k2" }]);
});

test("a token that is not taken is dropped, and the request sent once more with another", async () => {
  await using server = await tokenServer({
    onCall: ({ headers }, response) => {
      if (headers.authorization === "Bearer token-1")
        response.writeHead(401, { "www-authenticate": 'Bearer error="invalid_token"' }).end();
      return headers.authorization === "Bearer token-1";
    },
  });
  await using on = oauthBench(server);
  await Promise.all([on.send(operation("POST /parcels")), on.send(read), on.send(read)]);
  expect(server.asked.length).toBe(2);
});

test("a refusal of the old token that comes late does not cost the new one", async () => {
  const answerLate = Promise.withResolvers<void>();
  await using server = await tokenServer({
    onCall: ({ headers, url }, response) => {
      if (headers.authorization !== "Bearer token-1") {
        if (url === "/parcels?q=first") answerLate.resolve();
        return false;
      }
      const refuse = (): void => void response.writeHead(401).end();
      if (url === "/parcels?q=first") refuse();
      else void answerLate.promise.then(refuse);
      return true;
    },
  });
  await using on = oauthBench(server);
  const find = operation("GET /parcels", { parameters: [{ name: "q", in: "query" }] });
  await Promise.all([on.send(find, { input: { q: "first" } }), on.send(find, { input: { q: "second" } })]);
  expect(server.asked.length).toBe(2);
});

test("a second token that is not taken either is the last word", async () => {
  await using server = await tokenServer({
    onCall: (_, response) => {
      response.writeHead(401).end();
      return true;
    },
  });
  await using on = oauthBench(server);
  expect(await failure(on.send(read))).toMatchObject({ code: "api_error", status: 401 });
  expect(server.called.length).toBe(2);
  expect(server.asked.length).toBe(2);
});

test("a scope that was not granted is named where the API refuses for it", async () => {
  await using server = await tokenServer({
    scopes: "parcels.read",
    onCall: (_, response) => {
      response.writeHead(403, { "www-authenticate": 'Bearer error="insufficient_scope"' }).end();
      return true;
    },
  });
  await using on = oauthBench(server);
  const error = await failure(on.send(operation("POST /parcels", { scopes: ["parcels.write"] })));
  expect(error).toMatchObject({
    status: 403,
    hint: "the client was granted parcels.read, which does not name parcels.write",
    summary: "insufficient_scope",
  });
});

test.for<[string, Record<string, string>]>([
  ["says nothing of scopes", {}],
  ["names another reason", { "www-authenticate": 'Bearer error="invalid_token"' }],
])(
  "a refusal that %s is not blamed on the scopes: one that was granted may include it",
  async ([, headers]) => {
    await using server = await tokenServer({
      scopes: "parcels.write",
      onCall: (_, response) => {
        json(response, 403, { code: "P6", text: "no" }, headers);
        return true;
      },
    });
    await using on = oauthBench(server);
    expect(await failure(on.send(read))).toMatchObject({ status: 403, hint: undefined });
  },
);

test("an API that misses a scope which it granted gets no word on it", async () => {
  await using server = await tokenServer({
    onCall: (_, response) => {
      response.writeHead(403, { "www-authenticate": 'Bearer error="insufficient_scope"' }).end();
      return true;
    },
  });
  await using on = oauthBench(server);
  expect(await failure(on.send(read))).toMatchObject({ summary: "insufficient_scope", hint: undefined });
});

test("a missing scope is seen in the second of two challenges", async () => {
  await using server = await tokenServer({
    scopes: "parcels.write",
    onCall: (_, response) => {
      const challenges = ['DPoP algs="RS256"', 'Bearer error="insufficient_scope"'];
      json(response, 403, {}, { "www-authenticate": challenges });
      return true;
    },
  });
  await using on = oauthBench(server);
  expect((await failure(on.send(read)))["hint"]).toContain("does not name parcels.read");
});

test("a client that was granted no scope at all is told so", async () => {
  await using server = await tokenServer({
    scopes: "",
    onCall: (_, response) => {
      response.writeHead(403, { "www-authenticate": 'Bearer error="insufficient_scope"' }).end();
      return true;
    },
  });
  await using on = oauthBench(server);
  expect(await failure(on.send(read))).toMatchObject({
    hint: "the client was granted no scope, which does not name parcels.read",
  });
});

test("an API that finds fault with the request keeps the token that it took", async () => {
  await using server = await tokenServer({
    onCall: (_, response, count) => {
      if (count === 1) json(response, 400, { code: "BAD" });
      return count === 1;
    },
  });
  await using on = oauthBench(server);
  expect(await failure(on.send(read))).toMatchObject({ status: 400, apiCode: "BAD" });
  await on.send(read);
  expect([server.asked.length, server.called.length]).toEqual([1, 2]);
});

test("a refused sign-in says why, and nothing is sent to the API", async () => {
  await using server = await tokenServer({
    onToken: (response) => {
      json(response, 400, { error: "consent_required", error_description: "none of the scopes is allowed" });
      return true;
    },
  });
  await using on = oauthBench(server);
  const error = await failure(on.send(read));
  expect(error).toBeInstanceOf(SignInError);
  expect(error).toMatchObject({ code: "sign_in_failed", oauthError: "consent_required", retryable: false });
  expect(error.message).toContain("none of the scopes is allowed");
  expect(server.called).toEqual([]);
});

test("a refusal that quotes what the client was proven by does not tell it", async () => {
  await using server = await tokenServer({
    onToken: (response) => {
      const body = server.arrived.at(-1)!.body;
      json(response, 400, { error: "invalid_request", error_description: `can't read ${body}` });
      return true;
    },
  });
  await using on = oauthBench(server);
  const { message } = await failure(on.send(read));
  expect(message).toContain("client_assertion=[redacted]");
  expect(message).not.toContain(new URLSearchParams(server.arrived[0]!.body).get("client_assertion"));
});

test("a refusal that goes on and on is cut", async () => {
  await using server = await tokenServer({
    onToken: (response) => {
      json(response, 400, { error: "e".repeat(5000), error_description: "d".repeat(1_000_000) });
      return true;
    },
  });
  await using on = oauthBench(server);
  expect((await failure(on.send(read))).message.length).toBeLessThan(2500);
});

test("a proxy that can't be used is named by the sign-in, too", async () => {
  const server = { origin: "https://depot.example.com", port: 443, [Symbol.asyncDispose]: async () => {} };
  await using on = oauthBench(server, {}, { env: { HTTPS_PROXY: "nonsense" } });
  expect(await failure(on.send(read))).toMatchObject({ code: "runtime_not_ready" });
});

test("a clock that is wrong is named as the likely reason", async () => {
  await using server = await tokenServer({
    onToken: (response) => {
      response.setHeader("date", new Date(epoch + 600_000).toUTCString());
      json(response, 401, { error: "invalid_client" });
      return true;
    },
  });
  await using on = oauthBench(server);
  expect((await failure(on.send(read))).message).toContain("clock is 600 s behind the server's");
});

test.for([
  ["ahead", -45_000, " (this machine's clock is 45 s ahead of the server's)"],
  ["all but right", 20_000, ""],
  ["not comparable", undefined, ""],
] as const)("a clock that is %s is told as that, or not at all", async ([, skewMs, hint]) => {
  await using server = await tokenServer({
    onToken: (response) => {
      response.sendDate = false;
      if (skewMs !== undefined) response.setHeader("date", new Date(epoch + skewMs).toUTCString());
      json(response, 401, { error: "invalid_client" });
      return true;
    },
  });
  await using on = oauthBench(server);
  const { message } = await failure(on.send(read));
  expect(message.split("token: ")[1]).toBe(`401 invalid_client${hint}`);
});

test("a token endpoint that fails for the moment is asked again", async () => {
  await using server = await tokenServer({
    onToken: (response, count) => {
      if (count === 1) json(response, 503, {});
      return count === 1;
    },
  });
  await using on = oauthBench(server);
  const done = on.send(operation("POST /parcels"));
  expect(await on.timer.elapse()).toBe(250);
  await done;
  expect(server.called.length).toBe(1);
});

/** An API that tells of its limits, with a token endpoint that refuses the first `times` requests. */
async function limited(
  times: number,
  headers: Record<string, string>,
  status = 429,
): Promise<{ readonly server: TokenServer; readonly on: ExchangeBench } & AsyncDisposable> {
  const server = await tokenServer({
    onToken: (response, count) => {
      const date = new Date(epoch).toUTCString();
      if (count <= times) json(response, status, { error: "slow_down" }, { date, ...headers });
      return count <= times;
    },
  });
  const on = oauthBench(server, {}, { definition: limitedOauth });
  return {
    ...{ server, on },
    [Symbol.asyncDispose]: async () => {
      await on[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

const limits: Limits = {
  ...{ limit: "X-Limit", remaining: "X-Left", reset: "X-Reset", resetUnit: "epoch-seconds" },
  ...{ windowMs: 60_000, concurrency: 1, buckets: [] },
};
const limitedOauth = { ...oauth, limits };

test.for([
  ["its limit's reset", 429, { "x-limit": "5", "x-left": "0", "x-reset": `${epoch / 1000 + 60}` }, 61_000],
  ["Retry-After", 429, { "retry-after": "7" }, 7000],
  ["Retry-After, while it fails", 503, { "retry-after": "9" }, 9000],
  ["nothing, though it refuses", 429, {}, 250],
  [
    "a limit of 0, whose reset means nothing",
    429,
    { "x-limit": "0", "x-reset": `${epoch / 1000 + 60}` },
    250,
  ],
] as const)(
  "a hundred callers wait together for a token endpoint that tells when to come back by %s",
  async ([, status, headers, waitMs]) => {
    await using the = await limited(1, headers, status);
    const all = Promise.all(Array.from({ length: 100 }, () => the.on.send(read)));
    expect(await the.on.timer.elapse()).toBe(waitMs);
    await all;
    expect(the.server.asked.length).toBe(2);
    expect(the.server.called.length).toBe(100);
  },
);

test("a token endpoint that keeps telling a moment that has passed is asked less and less often", async () => {
  await using the = await limited(4, { "x-limit": "5", "x-reset": `${epoch / 1000 - 60}` });
  const done = the.on.send(read);
  const waits: number[] = [];
  for (let wait = 0; wait < 4; wait += 1) waits.push(await the.on.timer.elapse());
  await done;
  expect(waits).toEqual([1000, 1000, 1000, 2000]);
});

test("an API without limits in its spec may refuse a token for a while, too", async () => {
  await using server = await tokenServer({
    onToken: (response, count) => {
      if (count === 1) json(response, 429, {});
      return count === 1;
    },
  });
  await using on = oauthBench(server);
  const done = on.send(read);
  expect(await on.timer.elapse()).toBe(250);
  await done;
});

test("whoever has no time to wait for a token is told at once when to come back, and nobody asks before that", async () => {
  await using the = await limited(1, { "retry-after": "50" });
  const waiting = the.on.send(read);
  await expect.poll(() => the.on.timer.waits).toBe(1);
  const errors = await Promise.all(
    Array.from({ length: 3 }, () => failure(the.on.send(read, { timeoutMs: 20_000 }))),
  );
  for (const error of errors) {
    expect(error).toBeInstanceOf(RateLimitedError);
    expect(error).toMatchObject({ retryable: true, retryAfterMs: 50_000 });
    expect(error.message).toContain("/oauth/token gives no access token");
  }
  expect(new Set(errors).size).toBe(3);
  expect(the.server.asked.length).toBe(1);
  await the.on.timer.elapse();
  await waiting;
  expect(the.server.asked.length).toBe(2);
});

test("whoever has no time to wait for an endpoint that fails is told why it has no token", async () => {
  await using the = await limited(9, { "retry-after": "50" }, 503);
  const error = await failure(the.on.send(read, { timeoutMs: 20_000 }));
  expect(error).toMatchObject({ code: "sign_in_failed", retryable: true, oauthError: "slow_down" });
  expect(the.server.asked.length).toBe(1);
});

test("whoever waits for a token holds no room of the API", async () => {
  await using the = await limited(1, { "retry-after": "5" });
  const waiting = the.on.send(read);
  await expect.poll(() => the.on.timer.waits).toBe(1);
  const { quota } = the.on.sessions.at(limitedOauth, "depot", the.server.origin);
  const bucket = quota.bucket("GET", "/parcels");
  const deadline = new Deadline(the.on.timer, timeLimitMs);
  // There is room for one request at once, and nobody has taken it.
  expect(quota.enter(bucket, { operation: "x", deadline, forPerson: false, again: false })).toBeUndefined();
  quota.left(bucket, undefined, false);
  deadline.end();
  await the.on.timer.elapse();
  await waiting;
});

test("a token that is refused to one call while another waits for its turn is fetched anew for both", async () => {
  await using server = await tokenServer({
    onCall: ({ headers }, response) => {
      if (headers.authorization === "Bearer token-1") response.writeHead(401).end();
      return headers.authorization === "Bearer token-1";
    },
  });
  await using on = oauthBench(server, {}, { definition: limitedOauth });
  await Promise.all([on.send(read), on.send(read), on.send(read)]);
  expect(server.asked.length).toBe(2);
  // The second was let in by the refusal of the first. The third did not leave with what had been refused.
  expect(server.called.map(({ headers }) => headers.authorization)).toEqual([
    ...Array.from({ length: 2 }, () => "Bearer token-1"),
    ...Array.from({ length: 3 }, () => "Bearer token-2"),
  ]);
});

test("callers whose token is refused together get an error each", async () => {
  await using server = await tokenServer({
    onToken: (response) => {
      json(response, 400, { error: "invalid_scope" });
      return true;
    },
  });
  await using on = oauthBench(server);
  const errors = await Promise.all([failure(on.send(read)), failure(on.send(read))]);
  expect(errors).toMatchObject([{ oauthError: "invalid_scope" }, { oauthError: "invalid_scope" }]);
  expect(errors[0]).not.toBe(errors[1]);
  expect(server.asked.length).toBe(1);
});

test("every request for a token is on record, with what came of it and without what it carried", async () => {
  await using server = await tokenServer({
    onToken: (response, count) => {
      if (count === 1) response.destroy();
      if (count === 2) json(response, 429, {});
      if (count === 3) json(response, 401, { error: "invalid_client" });
      return true;
    },
  });
  await using on = oauthBench(server);
  const ending = failure(on.send(operation("POST /parcels")));
  for (let wait = 0; wait < 2; wait += 1) await on.timer.elapse();
  await ending;
  const asked = "an access token was asked for";
  expect(on.attempts).toMatchObject([
    { method: "POST", path: "/oauth/token", sent: true, note: expect.stringContaining(`${asked}: `) },
    { method: "POST", path: "/oauth/token", sent: true, status: 429, note: asked },
    { method: "POST", path: "/oauth/token", sent: true, status: 401, note: `${asked}: invalid_client` },
  ]);
  expect(on.attempts[0]).not.toHaveProperty("status");
  expect(JSON.stringify(on.attempts)).not.toContain("eyJ");
});

test("a key that was changed in the vault is read again once the endpoint does not take the old one", async () => {
  await using server = await tokenServer({
    onToken: (response, count) => {
      if (count === 1) json(response, 401, { error: "invalid_client" });
      return count === 1;
    },
  });
  await using on = oauthBench(
    server,
    { key_id: "k1" },
    { onAttempt: () => void (on.fields["key_id"] = "k2") },
  );
  await Promise.all([on.send(operation("POST /parcels")), on.send(read)]);
  expect(on.reads()).toBe(2);
  expect(server.asked.map(({ header }) => header)).toMatchObject([{ kid: "k1" }, { kid: "k2" }]);
});

test("a key that the endpoint does not take, and that the vault still holds, is the last word", async () => {
  await using server = await tokenServer({
    onToken: (response) => {
      json(response, 401, { error: "invalid_client" });
      return true;
    },
  });
  await using on = oauthBench(server);
  expect(await failure(on.send(read))).toMatchObject({ oauthError: "invalid_client", retryable: false });
  expect([on.reads(), server.asked.length]).toEqual([2, 1]);
});

test("a second key that the endpoint does not take either is the last word", async () => {
  await using server = await tokenServer({
    onToken: (response) => {
      json(response, 401, { error: "invalid_client" });
      return true;
    },
  });
  let changes = 0;
  await using on = oauthBench(
    server,
    {},
    { onAttempt: () => void (on.fields["key_id"] = `k${(changes += 1)}`) },
  );
  expect(await failure(on.send(read))).toMatchObject({ oauthError: "invalid_client" });
  expect([on.reads(), server.asked.length]).toEqual([2, 2]);
});

test("a token endpoint that fails for good is asked as often as anything else, and then named", async () => {
  await using server = await tokenServer({
    onToken: (response) => {
      json(response, 503, {});
      return true;
    },
  });
  await using on = oauthBench(server);
  const ended = failure(on.send(read));
  for (let attempt = 1; attempt < maxAttempts; attempt += 1) await on.timer.elapse();
  expect(await ended).toMatchObject({ code: "sign_in_failed", retryable: true });
  expect(server.asked.length).toBe(maxAttempts);
  expect(server.called).toEqual([]);
});

test("a token endpoint that cuts the connection is asked again: nothing was sent to the API", async () => {
  await using server = await tokenServer({
    onToken: (response, count) => {
      if (count === 1) response.destroy();
      return count === 1;
    },
  });
  await using on = oauthBench(server);
  const done = on.send(operation("POST /parcels"));
  await on.timer.elapse();
  await done;
  expect([server.asked.length, server.called.length]).toEqual([2, 1]);
});

test("a caller that comes when all others have just left gets a token of its own", async () => {
  const held: ServerResponse[] = [];
  await using server = await tokenServer({
    onToken: (response, count) => {
      if (count === 1) held.push(response);
      return count === 1;
    },
  });
  await using on = oauthBench(server);
  const stop = new AbortController();
  const left = failure(on.send(read, { signal: stop.signal }));
  await expect.poll(() => held.length).toBe(1);
  stop.abort("gone");
  const later = [on.send(read), on.send(read)];
  expect(await left).toBe("gone");
  await Promise.all(later);
  expect(server.asked.length).toBe(2);
  expect(server.called.map(({ headers }) => headers.authorization)).toEqual([
    "Bearer token-2",
    "Bearer token-2",
  ]);
});

test.for([
  ["no token", { token_type: "Bearer" }],
  ["a token that would break out of its line", { token_type: "Bearer", access_token: "a\r\nx: b" }],
  ["no type", { access_token: "a" }],
  ["a type that is not known", { token_type: "mac", access_token: "a" }],
  ["a type that only every object has", { token_type: "constructor", access_token: "a" }],
  ["no JSON object", "a"],
] as const)("an answer with %s is no sign-in", async ([, body]) => {
  await using server = await tokenServer({
    onToken: (response) => {
      json(response, 200, body);
      return true;
    },
  });
  await using on = oauthBench(server);
  expect(await failure(on.send(read))).toBeInstanceOf(SignInError);
  expect(server.called).toEqual([]);
});

test("a client that must bind its tokens proves possession of a key with each request, each proof used once", async () => {
  await using server = await tokenServer({ dpop: true });
  await using on = oauthBench(server);
  await on.send(operation("GET /parcels", { parameters: [{ name: "q", in: "query" }] }), {
    input: { q: "a b" },
  });
  await on.send(operation("POST /parcels"));
  expect(server.asked.length).toBe(3);
  expect(server.asked[2]?.proof).toMatchObject({ nonce: "token-nonce", htu: `${server.origin}/oauth/token` });
  expect(server.called.map(({ method }) => method)).toEqual(["GET", "GET", "POST"]);
  expect(server.called.every(({ headers }) => headers.authorization?.startsWith("DPoP token-"))).toBe(true);
});

test("a nonce that the token endpoint gives with a token goes into the next proof", async () => {
  await using server = await tokenServer({
    dpop: true,
    onToken: (response, count) => {
      const token = { token_type: "DPoP", expires_in: 3600, access_token: "given" };
      if (count === 3) json(response, 200, token, { "dpop-nonce": "the-next-one" });
      return count === 3;
    },
    onCall: (_, response) => {
      json(response, 200, {});
      return true;
    },
  });
  await using on = oauthBench(server);
  await on.send(read);
  on.timer.advance(3_600_000);
  await on.send(read);
  const proofs = server.arrived
    .filter(({ url }) => url === "/oauth/token")
    .map(({ headers }) => headers.dpop);
  const nonces = proofs.map((proof) => (proof === undefined ? "no proof" : decodeJwt(`${proof}`)["nonce"]));
  expect(nonces).toEqual(["no proof", undefined, "token-nonce", "the-next-one", "token-nonce"]);
});

test("an API that asks for a nonce in its body alone gets the next proof with it", async () => {
  await using server = await tokenServer({
    dpop: true,
    onCall: (_, response, count) => {
      if (count === 1) json(response, 400, { error: "use_dpop_nonce" }, { "dpop-nonce": "api-nonce" });
      return count === 1;
    },
  });
  await using on = oauthBench(server);
  await on.send(operation("POST /parcels"));
  expect(server.called.length).toBe(2);
});

test("an API whose spec knows neither a key's id nor proofs of possession gets plain tokens", async () => {
  const { keyId: _keyId, dpop: _dpop, ...plain } = auth;
  await using server = await tokenServer();
  await using on = oauthBench(server, {}, { definition: { ...oauth, auth: [plain] } });
  await on.send(read);
  expect(server.asked[0]?.header).toEqual({ alg: "RS256" });
  expect(server.called[0]?.headers).toMatchObject({ authorization: "Bearer token-1" });
  expect(server.called[0]?.headers).not.toHaveProperty("dpop");
});

test("a token endpoint that asks a client for a proof for which its spec has no algorithm has refused it", async () => {
  const { dpop: _dpop, ...plain } = auth;
  await using server = await tokenServer({ dpop: true });
  await using on = oauthBench(server, {}, { definition: { ...oauth, auth: [plain] } });
  expect(await failure(on.send(read))).toMatchObject({ oauthError: "invalid_dpop_proof" });
  expect(server.called).toEqual([]);
});

test("the order of the spec decides between two ways to sign in", async () => {
  await using server = await tokenServer();
  await using on = oauthBench(server, { key: "s3cret" });
  on.fields["key"] = "s3cret";
  await on.send(read);
  expect(server.asked).toEqual([]);
  expect(server.called[0]?.headers.authorization).toBe("Key s3cret");
});

test("a vault path that lacks both ways to sign in is told what either needs", async () => {
  await using server = await tokenServer();
  await using on = oauthBench(server);
  delete on.fields["private_key"];
  expect((await failure(on.send(read))).message).toContain("key or client and private_key");
});

test.for([
  ["a PKCS#1 block", rsa.privateKey.export({ type: "pkcs1", format: "pem" }) as string],
  ["a block whose line breaks are written out", rsaPem.replaceAll("\n", "\\n")],
  ["a JWK", JSON.stringify(rsaJwk)],
] as const)("the private key may be %s", async ([, key]) => {
  await using server = await tokenServer();
  await using on = oauthBench(server, { private_key: key });
  await on.send(read);
  expect(server.called.length).toBe(1);
});

test.for([
  ["no key", "nonsense"],
  ["a public key", rsa.publicKey.export({ type: "spki", format: "pem" }) as string],
  ["JSON that is no key", '{"kty":"RSA"}'],
  ["a key that is too short", shortPem],
  ["a JWK that is for another use", JSON.stringify({ ...rsaJwk, alg: "RSA-OAEP-256" })],
] as const)("%s is refused without being quoted", async ([, key]) => {
  await using server = await tokenServer();
  await using on = oauthBench(server, { private_key: key });
  const error = await failure(on.send(read));
  expect(error).toBeInstanceOf(SignInError);
  expect(error.message).not.toContain(key);
  expect(server.arrived).toEqual([]);
});

test("an elliptic key signs with the algorithm of its curve", async () => {
  const { readClientKey } = await import("../../src/http/oauth/private-key.ts");
  const jwk = { ...ec.privateKey.export({ format: "jwk" }), kid: "own" };
  expect(readClientKey(JSON.stringify(jwk))).toMatchObject({ algorithm: "ES256", keyId: "own" });
  expect(readClientKey(JSON.stringify(jwk), "given").keyId).toBe("given");
  const named = { ...rsa.privateKey.export({ format: "jwk" }), alg: "PS256" };
  expect(readClientKey(JSON.stringify(named))).toMatchObject({ algorithm: "PS256", keyId: undefined });
  const ed = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }) as string;
  expect(() => readClientKey(ed)).toThrow(TypeError);
});
