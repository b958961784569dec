import type { Dispatcher } from "undici";
import { Permit } from "../approval/permit.ts";
import { RuntimeNotReadyError } from "../errors/runtime-not-ready-error.ts";
import { acceptedEncoding, decode, isEncoded } from "./decode.ts";
import { type Dispatchers, openDispatchers } from "./dispatchers.ts";
import { proxyOf } from "./proxy.ts";
import type { HttpRequest } from "./request.ts";
import {
  type AnswerHead,
  defaultTransportLimits,
  type HttpAnswer,
  isSuccess,
  type Transport,
  TransportFault,
  type TransportLimits,
} from "./transport.ts";

/** How a transport is set up. */
export interface UndiciTransportOptions extends Partial<TransportLimits> {
  /** Sent with each request. */
  readonly userAgent: string;
  /** Where `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in upper or lower case, may stand. */
  readonly env: NodeJS.ProcessEnv;
}

/** The transport over undici's pools, which are loaded at the first request. */
export class UndiciTransport implements Transport {
  readonly #limits: TransportLimits;
  readonly #userAgent: string;
  readonly #proxy: ReturnType<typeof proxyOf>;
  #opening: Promise<Dispatchers> | undefined;
  #dispatchers: Dispatchers | undefined;
  #closed = false;

  constructor({ userAgent, env, ...limits }: UndiciTransportOptions) {
    this.#userAgent = userAgent;
    this.#proxy = proxyOf(env);
    this.#limits = { ...defaultTransportLimits, ...limits };
  }

  async send(
    permit: Permit,
    origin: string,
    request: HttpRequest,
    signal?: AbortSignal,
    onHead?: (head: AnswerHead) => void,
  ): Promise<HttpAnswer> {
    Permit.require(permit);
    if (this.#closed) throw new TransportFault("the runtime was closed", { sent: false, final: true });
    // Plain http is for loopback alone. Handed to a proxy it would leave the machine, credentials and all.
    const secure = origin.startsWith("https:");
    if (secure && this.#proxy && "unusable" in this.#proxy)
      throw new RuntimeNotReadyError(`${this.#proxy.unusable}; nothing was sent`);
    const { direct, proxied } = this.#dispatchers ?? (await (this.#opening ??= this.#open()));
    if (signal?.aborted) throw new TransportFault("it was cancelled", { sent: false, cause: signal.reason });
    const dispatcher = secure ? proxied : direct;
    const answer = await this.#dispatch(permit, dispatcher, origin, request, signal, onHead);
    if (!isEncoded(answer)) return answer;
    try {
      return await decode(answer, this.#limits.maxAnswerBytes);
    } catch (error) {
      if (isSuccess(answer)) throw error;
      return withoutBody(answer);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const open = await this.#opening;
    await Promise.all([open?.direct.destroy(), open?.proxied.destroy()]);
  }

  async #open(): Promise<Dispatchers> {
    const proxy = this.#proxy && "uri" in this.#proxy ? this.#proxy : undefined;
    return (this.#dispatchers = await openDispatchers(this.#limits, proxy));
  }

  #dispatch(
    permit: Permit,
    dispatcher: Dispatcher,
    origin: string,
    request: HttpRequest,
    signal?: AbortSignal,
    onHead?: (head: AnswerHead) => void,
  ): Promise<HttpAnswer> {
    const { maxAnswerBytes } = this.#limits;
    return new Promise((resolve, reject) => {
      // undici calls `onRequestStart` right before the first byte is written: the one honest sign that nothing was sent.
      let sent = false;
      let controller: Dispatcher.DispatchController | undefined;
      let status: number | undefined;
      let headers: HttpAnswer["headers"] = {};
      let size = 0;
      const chunks: Buffer[] = [];
      const fail = (message: string, cause: unknown, final: boolean): void => {
        signal?.removeEventListener("abort", cancel);
        const fault = new TransportFault(message, {
          sent,
          final,
          cause,
          ...(status !== undefined && { status }),
        });
        reject(fault);
        controller?.abort(fault);
      };
      const cancel = (): void => fail("it was cancelled", signal?.reason, false);
      signal?.addEventListener("abort", cancel, { once: true });

      dispatcher.dispatch(
        {
          origin,
          path: request.path,
          method: request.method,
          headers: this.#headers(request),
          body: request.body ?? null,
        },
        {
          onRequestStart: (started) => {
            // A process that was stopped gets here before its timers do.
            if (signal?.aborted || permit.leftMs() <= 0)
              return started.abort(new Error("cancelled while it was queued"));
            controller = started;
            sent = true;
          },
          onResponseStart: (_, statusCode, fields) => {
            // Called for an interim answer (1xx) too; the final one replaces it.
            status = statusCode;
            headers = fields;
            if (statusCode >= 200) onHead?.({ status: statusCode, headers: fields });
          },
          onResponseData: (_, chunk) => {
            size += chunk.length;
            if (size <= maxAnswerBytes) return void chunks.push(chunk);
            const head = { status: status!, headers };
            if (!isSuccess(head)) resolve(withoutBody(head));
            fail(`the answer is larger than ${maxAnswerBytes} bytes`, undefined, true);
          },
          onResponseEnd: () => {
            signal?.removeEventListener("abort", cancel);
            const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size);
            resolve({ status: status!, headers, body });
          },
          onResponseError: (_, error) => {
            const { code } = error as NodeJS.ErrnoException;
            const isOurs = code === "UND_ERR_INVALID_ARG";
            // All that is asked for before a request leaves is the tunnel, and a proxy is who is asked.
            if (!sent && code === "UND_ERR_HEADERS_TIMEOUT")
              return fail("the proxy did not answer in time", error, false);
            /* v8 ignore next -- of a name with several addresses that all refuse, the error has no message */
            const said = error.message || error.name;
            fail(said, error, isOurs);
          },
        },
      );
    });
  }

  #headers({ headers, body }: HttpRequest): Record<string, string> {
    return {
      accept: "application/json",
      "accept-encoding": acceptedEncoding,
      "user-agent": this.#userAgent,
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    };
  }
}

/** What refuses is the status, and its body only says why: one that can't be read must not hide it. */
function withoutBody({ status, headers }: AnswerHead): HttpAnswer {
  return { status, headers, body: Buffer.alloc(0) };
}
