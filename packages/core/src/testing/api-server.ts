import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A request as the API received it. */
export interface WireRequest {
  readonly method: string;
  /** As it was sent, percent-encoded, without the query. */
  readonly path: string;
  /** Decoded. */
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined where there was no body. */
  readonly body: unknown;
}

/** What the API answers. */
export interface WireAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** A string is sent as it is, anything else as JSON; absent: an empty body. */
  readonly body?: unknown;
  /** Until it settles the header alone is sent; where it rejects, the connection is cut in the place of the body. */
  readonly bodyAfter?: Promise<unknown>;
}

/** A real HTTP server on loopback that records what reaches it and answers as told. */
export interface ApiServer extends AsyncDisposable {
  readonly origin: string;
  readonly requests: WireRequest[];
  /** What is answered from now on: always the same, or by the request. */
  reply(answer: WireAnswer | ((request: WireRequest) => WireAnswer)): void;
}

/** Starts one on a free port; until told otherwise it answers 200 with `{}`. */
export async function startApiServer(): Promise<ApiServer> {
  const requests: WireRequest[] = [];
  let answerTo: (request: WireRequest) => WireAnswer = () => ({ status: 200, body: {} });
  const server = createServer((incoming, outgoing) => {
    const answer = async (): Promise<void> => {
      const request = await received(incoming);
      requests.push(request);
      const { status, headers, body, bodyAfter } = answerTo(request);
      const payload = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
      for (const [name, value] of Object.entries(headers ?? {})) outgoing.setHeader(name, value);
      if (payload !== undefined && !outgoing.hasHeader("content-type"))
        outgoing.setHeader("content-type", "application/json");
      outgoing.writeHead(status);
      if (bodyAfter) {
        outgoing.flushHeaders();
        const isCut = await bodyAfter.then(
          () => false,
          () => true,
        );
        if (isCut) return void outgoing.destroy();
      }
      outgoing.end(payload);
    };
    void answer();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    reply: (answer) => {
      answerTo = typeof answer === "function" ? answer : () => answer;
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function received(incoming: IncomingMessage): Promise<WireRequest> {
  const body = await text(incoming);
  const { method = "", url = "" } = incoming;
  const [path = "", query = ""] = url.split(/\?(.*)/s);
  return {
    method,
    path,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: body === "" ? undefined : JSON.parse(body),
  };
}
