import type { Permit } from "../approval/permit.ts";
import type { Input } from "../connector/input.ts";
import type { Operation } from "../connector/operation.ts";
import type { Secret } from "../vault/secret.ts";
import type { HttpRequest } from "./request.ts";
import type { AnswerHead, HttpAnswer } from "./transport.ts";

/** One request of an action as it went, for the record. It holds no header and no body. */
export interface Attempt {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Absent where no whole answer came back. */
  readonly status?: number;
  readonly requestId?: string;
  /** `false` where it is certain that no byte of it left. */
  readonly sent: boolean;
  /** Why no answer came, or why the request was sent again. */
  readonly note?: string;
  readonly ms: number;
}

/** What one request of an action needs. */
export interface ExchangeContext {
  readonly permit: Permit;
  readonly operation: Operation;
  readonly input: Input;
  /** How long it may take, with all waits and repeats, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Whether a person waits for the answer: it may use what agents leave of the API's limits. */
  readonly forPerson: boolean;
  /** Called after each attempt; what it returns is awaited before the next one, so that a repeat is on record first. */
  readonly onAttempt: (attempt: Attempt, again: boolean) => void | Promise<unknown>;
  /** Called after each request that was made to sign in: none of the action's own. What it returns is awaited before another. */
  readonly onSignIn: (attempt: Attempt) => void | Promise<unknown>;
  /** Called with the vault path and the secrets that were read from it, to keep them out of what is recorded. */
  readonly onSecrets: (path: string, secrets: readonly Secret[]) => void;
  /** Awaited right before each attempt leaves; if it throws, that attempt is not sent and the call ends with it. */
  readonly beforeSend?: () => Promise<void>;
  /** Called once the header of a success is there, again if its body is lost and it is asked for anew; must not throw. */
  readonly onHead?: (headed: Headed) => void;
  /** Takes what is secret out of what the API said. */
  readonly scrub: <T>(said: T) => T;
}

/** The header of an answer of 2xx, with what was really sent for it. */
export interface Headed {
  readonly origin: string;
  readonly request: HttpRequest;
  readonly answer: AnswerHead;
}

/** An answer of 2xx, with what was really sent for it. */
export interface Exchanged {
  readonly origin: string;
  readonly request: HttpRequest;
  readonly answer: HttpAnswer;
}
