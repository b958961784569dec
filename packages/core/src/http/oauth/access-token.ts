import { Secret } from "../../vault/secret.ts";
import { jsonOf } from "../json.ts";
import { cut } from "../shorten.ts";
import { header, type HttpAnswer } from "../transport.ts";

/** An access token as the token endpoint gave it. */
export interface AccessToken {
  readonly value: Secret;
  readonly type: (typeof kinds)[number];
  /** What it was really given; absent: all that was asked for (RFC 6749, 5.1). */
  readonly scopes?: readonly string[];
  /** From when on another one should be had, in milliseconds since the epoch. */
  readonly renewAt: number;
  /** From when on it is of no use, in milliseconds since the epoch. */
  readonly endsAt: number;
}

/** Why no token was given. */
export interface NoToken {
  readonly why: string;
  /** The OAuth error code, where the endpoint gave one. */
  readonly oauthError?: string | undefined;
  /** Whether asking again later may help. */
  readonly retryable: boolean;
  /** Whether it is the endpoint's rate limit. */
  readonly limited?: boolean;
  /** In how many milliseconds the endpoint wants to be asked again, where it said so. */
  readonly waitMs?: number | undefined;
  readonly cause?: unknown;
}

const kinds = ["Bearer", "DPoP"] as const;

/**
 * Reads an answer of 200 of a token endpoint.
 * @param askedAt when it was asked, in milliseconds since the epoch
 */
export function readToken(answer: HttpAnswer, askedAt: number): AccessToken | NoToken {
  const { access_token: value, token_type: type, expires_in: seconds, scope } = object(jsonOf(answer));
  if (typeof value !== "string" || !/^[\x21-\x7e]+$/.test(value))
    return { why: "its answer holds none", retryable: false };
  const kind = kinds.find((known) => typeof type === "string" && known.toLowerCase() === type.toLowerCase());
  if (kind === undefined)
    return { why: `it gave one of a type that is not known: ${cut(String(type))}`, retryable: false };
  const lifeMs = (typeof seconds === "number" && seconds > 0 ? seconds : 300) * 1000;
  return {
    value: new Secret(value),
    type: kind,
    ...(typeof scope === "string" && { scopes: scope.split(" ").filter(Boolean) }),
    renewAt: askedAt + lifeMs * 0.9,
    endsAt: askedAt + lifeMs - Math.min(30_000, lifeMs / 10),
  };
}

/** What a token endpoint said when it refused (RFC 6749, 5.2). */
export interface Refusal {
  readonly code: string | undefined;
  readonly text: string;
}

/**
 * Reads an answer of another status, leniently.
 * @param assertion what proved the client, which is not told: it may be good for some minutes yet
 */
export function readRefusal(answer: HttpAnswer, now: number, assertion: string): Refusal {
  const { error, error_description: description } = object(jsonOf(answer));
  const told = (text: unknown): string | undefined =>
    typeof text === "string" ? cut(text.replaceAll(assertion, "[redacted]")) : undefined;
  const code = told(error);
  const said = [`${answer.status}`, code, told(description)].filter(Boolean).join(" ");
  return { code, text: said + clockHint(answer, now) };
}

/** A signed assertion is good for minutes, so a wrong clock is the likely reason why a good key is refused. */
function clockHint(answer: HttpAnswer, now: number): string {
  const aheadSeconds = Math.round((now - Date.parse(header(answer, "date") ?? "")) / 1000);
  if (!(Math.abs(aheadSeconds) > 30)) return "";
  return ` (this machine's clock is ${Math.abs(aheadSeconds)} s ${aheadSeconds > 0 ? "ahead of" : "behind"} the server's)`;
}

function object(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>) : {};
}
