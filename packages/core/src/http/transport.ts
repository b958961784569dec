import type { Permit } from "../approval/permit.ts";
import type { HttpRequest } from "./request.ts";

/** Limits of one request; durations in milliseconds, sizes in bytes. */
export interface TransportLimits {
  /** For a connection, and for each step of one through a proxy. */
  readonly connectTimeoutMs: number;
  /** From the request to the answer's header. */
  readonly headersTimeoutMs: number;
  /** Between two pieces of the answer. */
  readonly bodyTimeoutMs: number;
  /** Of an answer, before and after decompression. */
  readonly maxAnswerBytes: number;
  /** Connections to one origin. */
  readonly connections: number;
}

/** What bounds a request unless the runtime is told otherwise. */
export const defaultTransportLimits: TransportLimits = {
  connectTimeoutMs: 10_000,
  headersTimeoutMs: 60_000,
  bodyTimeoutMs: 30_000,
  maxAnswerBytes: 32 * 1024 * 1024,
  connections: 64,
};

/** An answer as it came: any status, its body read whole and decompressed. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; a field that came on several lines is an array. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/** What is known of an answer before its body has come. */
export type AnswerHead = Pick<HttpAnswer, "status" | "headers">;

/** Whether an answer says that the request was carried out. */
export function isSuccess({ status }: AnswerHead): boolean {
  return status >= 200 && status < 300;
}

/** Carries requests to the API. It decides nothing: no retry, no redirect, no cookie. */
export interface Transport {
  /**
   * Sends one request, for a permit alone.
   * @param onHead called once the answer's status and header are there; it must not throw
   * @throws TransportFault if no whole answer came back
   * @throws RuntimeNotReadyError if it would have to go a way that is set up wrongly: nothing was sent
   */
  send(
    permit: Permit,
    origin: string,
    request: HttpRequest,
    signal?: AbortSignal,
    onHead?: (head: AnswerHead) => void,
  ): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** What is known of a request that got no whole answer. */
export interface FaultFacts extends ErrorOptions {
  /** Whether any byte of the request may have reached the API. */
  readonly sent: boolean;
  /** The answer's status, where its header came. */
  readonly status?: number;
  /** Whether it would fail the same way again: its answer is what is wrong, not the way there. */
  readonly final?: boolean;
}

/** No whole answer came back. */
export class TransportFault extends Error {
  override readonly name = "TransportFault";
  readonly sent: boolean;
  readonly status: number | undefined;
  readonly final: boolean;

  constructor(message: string, { sent, status, final = false, ...options }: FaultFacts) {
    super(message, options);
    this.sent = sent;
    this.status = status;
    this.final = final;
  }
}

/** The first value of a header field. */
export function header(answer: Pick<HttpAnswer, "headers">, name: string | undefined): string | undefined {
  const value = name === undefined ? undefined : answer.headers[name.toLowerCase()];
  return typeof value === "string" ? value : value?.[0];
}
