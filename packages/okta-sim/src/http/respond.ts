import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { randomUUID } from "node:crypto";
import type { Answer } from "../api/call.ts";
import { token } from "../org/ids.ts";
import type { OktaError } from "../org/errors.ts";

const GZIP_FROM_BYTES = 512;

/** The answer that says what was refused. Errors of the System Log have no `errorLink`, and a UUID for an id. */
export function errorAnswer(error: OktaError, path: string): Answer {
  const logs = path.startsWith("/api/v1/logs");
  return {
    status: error.status,
    body: {
      errorCode: error.code,
      errorSummary: error.message,
      ...(!logs && { errorLink: error.code }),
      errorId: logs ? randomUUID() : `oae${token(22)}`,
      errorCauses: error.causes.map((errorSummary) => ({ errorSummary })),
    },
  };
}

/** Sends an answer; `midway` stops in the middle of the body and cuts the connection. */
export function respond(
  response: ServerResponse,
  answer: Answer,
  headers: Readonly<Record<string, string>>,
  gzip: boolean,
  midway: boolean,
): void {
  const { body } = answer;
  const html = typeof body === "string";
  const text = body === undefined ? "" : html ? body : JSON.stringify(body);
  const zipped = gzip && text.length >= GZIP_FROM_BYTES;
  const bytes = zipped ? gzipSync(text) : Buffer.from(text);
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (text !== "") response.setHeader("content-type", html ? "text/html" : "application/json");
  response.setHeader("vary", "Accept-Encoding");
  if (zipped) response.setHeader("content-encoding", "gzip");
  // The real org clears and sets cookies on every answer; clients must not depend on them.
  response.setHeader("set-cookie", [
    `JSESSIONID=${token(32)}; Path=/; Secure; HttpOnly`,
    'sid=""; Path=/; Max-Age=0',
  ]);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (answer.status !== 204) response.setHeader("content-length", bytes.length);
  if (midway) {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
    return;
  }
  response.end(answer.status === 204 ? undefined : bytes);
}
