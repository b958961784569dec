import { setTimeout as delay } from "node:timers/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { randomBytes } from "node:crypto";
import type { Answer, Call } from "../api/call.ts";
import { ROUTES } from "../api/routes.ts";
import { OktaError, refuse } from "../org/errors.ts";
import type { Org } from "../org/org.ts";
import { type ApiToken, authenticateToken, type Principal } from "./authenticate.ts";
import { bucketOf } from "./buckets.ts";
import { type Fault, Faults, spoil } from "./faults.ts";
import { Journal } from "./journal.ts";
import { checkMediaTypes, saysLength } from "./media-types.ts";
import { type Allowance, RateLimiter } from "./rate-limiter.ts";
import { readRequest, type SimRequest } from "./request.ts";
import { errorAnswer, respond } from "./respond.ts";
import { Router } from "./router.ts";

const OVERLOADED = (reset: number): Allowance => ({ limit: 0, remaining: 0, reset, exceeded: true });

/** Answers the requests of one org. */
export class Handler {
  readonly faults: Faults = new Faults();
  readonly journal: Journal;
  readonly #org: Org;
  readonly #apiToken: ApiToken;
  readonly #limiter: RateLimiter;
  readonly #router: Router = new Router(ROUTES);
  #underWay = 0;

  constructor(org: Org, apiToken: ApiToken, journalSize: number) {
    this.#org = org;
    this.#apiToken = apiToken;
    this.#limiter = new RateLimiter(org.clock, org.knobs);
    this.journal = new Journal(journalSize);
  }

  /** Answers one request, or cuts its connection where a fault says so. */
  async handle(incoming: IncomingMessage, response: ServerResponse, scheme: string): Promise<void> {
    const request = await readRequest(incoming, randomBytes(16).toString("hex"), scheme);
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
      if (fault?.delayMs !== undefined) await delay(fault.delayMs);
      if (fault?.cut === "before") return void response.destroy();
      const [answer, allowance] = this.#answer(request, fault);
      if (fault?.cut === "after") return void response.destroy();
      entry.status = answer.status;
      const gzip = /\bgzip\b/.test(headers["accept-encoding"] ?? "");
      respond(response, answer, this.#headers(id, allowance), gzip, fault?.cut === "midway");
    } finally {
      this.#underWay -= 1;
    }
  }

  #answer(request: SimRequest, fault: Fault | undefined): readonly [Answer, Allowance] {
    const caller = request.headers.authorization ?? request.ipAddress;
    if (this.#underWay > this.#org.knobs.concurrencyLimit) {
      const reset = Math.ceil(this.#org.clock().getTime() / 1000) + 1;
      return [errorAnswer(refuse("E0000047"), request.path), OVERLOADED(reset)];
    }
    const allowance = this.#limiter.take(bucketOf(request.method, request.path), caller);
    try {
      if (allowance.exceeded) throw refuse("E0000047");
      if (fault?.error !== undefined) throw refuse(fault.error);
      if (fault?.answer !== undefined) return [fault.answer, allowance];
      return [spoil(this.#perform(request), fault, request.origin), allowance];
    } catch (error) {
      if (!(error instanceof OktaError)) throw error;
      return [spoil(errorAnswer(error, request.path), fault, request.origin), allowance];
    }
  }

  #perform(request: SimRequest): Answer {
    const principal = authenticateToken(this.#org, this.#apiToken, request);
    const { route, params } = this.#router.match(request.method, request.path);
    if (!saysLength(request)) return { status: 411 };
    checkMediaTypes(request);
    if (route.method !== "GET" && this.#org.knobs.adminRole === "READ_ONLY_ADMIN") throw refuse("E0000006");
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
