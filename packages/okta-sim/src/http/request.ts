import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

const MAX_BODY_BYTES = 1024 * 1024;

/** A whole request as it came over the wire. */
export interface SimRequest {
  readonly id: string;
  readonly method: string;
  /** As sent, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly origin: string;
  readonly ipAddress: string;
}

/** Reads a request to its end. Throws when the client goes away or sends more than 1 MiB. */
export async function readRequest(incoming: IncomingMessage, id: string): Promise<SimRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error(`the body has more than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  const [path = "/", ...query] = (incoming.url ?? "/").split("?");
  return {
    id,
    method: incoming.method ?? "GET",
    path,
    query: new URLSearchParams(query.join("?")),
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString("utf8"),
    origin: `http://${incoming.headers.host ?? "localhost"}`,
    ipAddress: incoming.socket.remoteAddress ?? "127.0.0.1",
  };
}
