import { setTimeout as delay } from "node:timers/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { randomBytes } from "node:crypto";
import type { Answer, Call } from "../api/call.ts";
import { ROUTES } from "../api/routes.ts";
import { OktaError, refuse } from "../org/errors.ts";
import type { Org } from "../org/org.ts";
import { DPoP } from "../oauth/dpop.ts";
import { OAuthError } from "../oauth/oauth-error.ts";
import type { ServiceApp } from "../oauth/service-app.ts";
import { TOKEN_PATH, TokenEndpoint } from "../oauth/token-endpoint.ts";
import { type ApiToken, Authenticator, ChallengeError, checkScope, type Principal } from "./authenticate.ts";
import { bucketOf } from "./buckets.ts";
import { recordLimit } from "./events.ts";
import { type Fault, Faults, spoil } from "./faults.ts";
import { Journal } from "./journal.ts";
import { checkMediaTypes, saysLength } from "./media-types.ts";
import { type Allowance, RateLimiter } from "./rate-limiter.ts";
import { readRequest, type SimRequest } from "./request.ts";
import { errorAnswer, respond } from "./respond.ts";
import { Router } from "./router.ts";

/** Answers the requests of one org. */
export class Handler {
  readonly faults: Faults = new Faults();
  readonly journal: Journal;
  readonly #org: Org;
  readonly #tokens: TokenEndpoint;
  readonly #authenticator: Authenticator;
  readonly #limiter: RateLimiter;
  readonly #router: Router = new Router(ROUTES);
  #underWay = 0;

  constructor(org: Org, apiToken: ApiToken, apps: ReadonlyMap<string, ServiceApp>, journalSize: number) {
    const dpop = new DPoP(org.clock);
    this.#org = org;
    this.#tokens = new TokenEndpoint(apps, org.clock, dpop);
    this.#authenticator = new Authenticator(org, apiToken, this.#tokens, dpop);
    this.#limiter = new RateLimiter(org.clock, org.knobs);
    this.journal = new Journal(journalSize);
  }

  /** Answers one request, or cuts its connection where a fault says so. */
  async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming, randomBytes(16).toString("hex"));
    const { id, method, path, headers, body } = request;
    const entry = this.journal.add({
      id,
      method,
      path,
      query: rawQuery(incoming),
      headers,
      body,
      status: undefined,
    });
    const fault = this.faults.take(method, path);
    this.#underWay += 1;
    try {
      if (fault?.delayMs !== undefined) await delay(fault.delayMs, undefined, { ref: false });
      if (fault?.cut === "before") return void response.destroy();
      const [answer, allowance] = await this.#answer(request, fault);
      if (fault?.cut === "after") return void response.destroy();
      entry.status = answer.status;
      const gzip = /\bgzip\b/.test(headers["accept-encoding"] ?? "");
      respond(response, answer, this.#headers(id, allowance), gzip, fault?.cut === "midway");
    } finally {
      this.#underWay -= 1;
    }
  }

  async #answer(request: SimRequest, fault: Fault | undefined): Promise<readonly [Answer, Allowance]> {
    const caller = request.headers.authorization ?? request.ipAddress;
    if (this.#underWay > this.#org.knobs.concurrencyLimit) {
      const reset = Math.ceil(this.#org.clock().getTime() / 1000) + 1;
      recordLimit(this.#org, request, "concurrency");
      return [errorAnswer(refuse("E0000047"), request.path), overloaded(reset)];
    }
    const allowance = this.#limiter.take(bucketOf(request.method, request.path), caller);
    try {
      this.#org.later.catchUp();
      if (allowance.firstViolation) recordLimit(this.#org, request, "rate");
      if (allowance.exceeded) throw refuse("E0000047");
      if (fault?.error !== undefined) throw refuse(fault.error);
      if (fault?.answer !== undefined) return [fault.answer, allowance];
      return [spoil(await this.#perform(request), fault, request.origin), allowance];
    } catch (error) {
      return [spoil(refusal(error, request.path), fault, request.origin), allowance];
    }
  }

  async #perform(request: SimRequest): Promise<Answer> {
    if (request.path === TOKEN_PATH) return this.#tokens.answer(request);
    const principal = await this.#authenticator.authenticate(request);
    const { route, params } = this.#router.match(request.method, request.path);
    if (route.exists?.(this.#org) === false) throw refuse("E0000022");
    if (!saysLength(request)) return { status: 411 };
    checkMediaTypes(request);
    checkScope(principal, route.scope, request);
    const { role } = principal;
    if (role === "NONE" || (role === "READ_ONLY_ADMIN" && route.method !== "GET")) throw refuse("E0000006");
    return route.handle(this.#call(request, principal, params));
  }

  #call(request: SimRequest, principal: Principal, params: Readonly<Record<string, string>>): Call {
    return {
      org: this.#org,
      caller: {
        actor: principal.actor,
        requestId: request.id,
        requestUri: request.path,
        ipAddress: request.ipAddress,
        userAgent: request.headers["user-agent"] ?? "",
      },
      origin: request.origin,
      path: request.path,
      param: (name) => params[name] ?? "",
      query: request.query,
      header: (name) => request.headers[name]?.toString(),
      body: () => parsed(request.body),
    };
  }

  #headers(requestId: string, { limit, remaining, reset }: Allowance): Readonly<Record<string, string>> {
    const date = new Date(this.#org.clock().getTime() + this.#org.knobs.dateSkewSeconds * 1000);
    return {
      date: date.toUTCString(),
      "x-okta-request-id": requestId,
      "x-rate-limit-limit": String(limit),
      "x-rate-limit-remaining": String(remaining),
      "x-rate-limit-reset": String(reset),
      "cache-control": "no-cache, no-store",
      pragma: "no-cache",
      expires: "0",
    };
  }
}

/** What the headers say when too much is under way at once: nothing to count, and a mere suggestion for a reset. */
function overloaded(reset: number): Allowance {
  return { limit: 0, remaining: 0, reset, exceeded: true, firstViolation: false };
}

function refusal(error: unknown, path: string): Answer {
  if (error instanceof OktaError) return errorAnswer(error, path);
  if (error instanceof OAuthError || error instanceof ChallengeError) return error.answer;
  // A fault of the simulator itself: better said than hidden behind a connection that was cut.
  return errorAnswer(refuse("E0000009", String(error)), path);
}

function parsed(body: string): unknown {
  if (body === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw refuse("E0000003");
  }
}

function rawQuery({ url = "" }: IncomingMessage): string {
  return url.includes("?") ? url.slice(url.indexOf("?") + 1) : "";
}
