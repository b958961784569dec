import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import type { Agent, Dispatcher } from "undici";
import { Permit } from "../approval/permit.ts";
import type { HttpRequest } from "./request.ts";
import { defaultTransportLimits, header, type HttpAnswer, type Transport, TransportFault, type TransportLimits } from "./transport.ts";

const decoders = { gzip: promisify(gunzip), deflate: promisify(inflate), br: promisify(brotliDecompress) };

/** The transport over undici's pools, loaded at the first request. */
export class UndiciTransport implements Transport {
  readonly #limits: TransportLimits;
  readonly #userAgent: string;
  #agent: Promise<Agent> | undefined;

  constructor(userAgent: string, limits: Partial<TransportLimits> = {}) {
    this.#userAgent = userAgent;
    this.#limits = { ...defaultTransportLimits, ...limits };
  }

  async send(permit: Permit, origin: string, request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer> {
    Permit.require(permit);
    if (signal?.aborted) throw new TransportFault("it was cancelled", false, { cause: signal.reason });
    const agent = await (this.#agent ??= this.#open());
    const raw = await this.#dispatch(agent, origin, request, signal);
    return { ...raw, body: await this.#decode(raw) };
  }

  async close(): Promise<void> {
    await (await this.#agent)?.destroy();
  }

  async #open(): Promise<Agent> {
    const { Agent } = await import("undici");
    const { connectTimeoutMs, headersTimeoutMs, bodyTimeoutMs, connections } = this.#limits;
    return new Agent({
      connect: { timeout: connectTimeoutMs },
      headersTimeout: headersTimeoutMs,
      bodyTimeout: bodyTimeoutMs,
      connections,
      pipelining: 1,
    });
  }

  #dispatch(agent: Agent, origin: string, request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      // undici calls `onRequestStart` right before the first byte is written: the one honest sign that nothing was sent.
      let sent = false;
      let controller: Dispatcher.DispatchController | undefined;
      let status = 0;
      let headers: HttpAnswer["headers"] = {};
      let size = 0;
      const chunks: Buffer[] = [];
      const fail = (message: string, cause: unknown): void => {
        signal?.removeEventListener("abort", cancel);
        const fault = new TransportFault(message, sent, { cause });
        reject(fault);
        controller?.abort(fault);
      };
      const cancel = (): void => fail("it was cancelled", signal?.reason);
      signal?.addEventListener("abort", cancel, { once: true });

      agent.dispatch(
        {
          origin,
          path: request.path,
          method: request.method,
          headers: {
            accept: "application/json",
            "accept-encoding": "gzip, deflate, br",
            "user-agent": this.#userAgent,
            ...(request.body !== undefined && { "content-type": "application/json" }),
            ...request.headers,
          },
          body: request.body ?? null,
        },
        {
          onRequestStart: (started) => {
            controller = started;
            if (signal?.aborted) started.abort(new Error("cancelled while it was queued"));
            else sent = true;
          },
          onResponseStart: (_, statusCode, fields) => {
            status = statusCode;
            headers = fields;
          },
          onResponseData: (_, chunk) => {
            size += chunk.length;
            if (size > this.#limits.maxAnswerBytes) fail(`the answer is larger than ${this.#limits.maxAnswerBytes} bytes`, undefined);
            else chunks.push(chunk);
          },
          onResponseEnd: () => {
            signal?.removeEventListener("abort", cancel);
            resolve({ status, headers, body: Buffer.concat(chunks, size) });
          },
          onResponseError: (_, error) => fail(error.message || error.name, error),
        },
      );
    });
  }

  async #decode(answer: HttpAnswer): Promise<Uint8Array> {
    const encoding = header(answer, "content-encoding")?.toLowerCase();
    const decode = decoders[encoding as keyof typeof decoders];
    if (!decode || answer.body.byteLength === 0) return answer.body;
    try {
      return await decode(answer.body, { maxOutputLength: this.#limits.maxAnswerBytes });
    } catch (cause) {
      throw new TransportFault(`the answer's ${encoding} encoding is broken or too large`, true, { cause });
    }
  }
}
