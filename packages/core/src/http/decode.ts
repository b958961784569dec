import { promisify } from "node:util";
import type * as Zlib from "node:zlib";
import { header, type HttpAnswer, TransportFault } from "./transport.ts";

/** What we ask for and understand. */
export const acceptedEncoding = "gzip";

/** Below this size, handing a body to another thread takes longer than decompressing it. */
const smallBytes = 16 * 1024;

/** Loaded with the first answer that is compressed. */
let zlib: Promise<typeof Zlib> | undefined;

/** Whether an answer's body is not what the API said, but has to be decoded to it. */
export function isEncoded(answer: HttpAnswer): boolean {
  const encoding = encodingOf(answer);
  return encoding !== undefined && encoding !== "identity" && answer.body.byteLength > 0;
}

function encodingOf(answer: HttpAnswer): string | undefined {
  return header(answer, "content-encoding")?.trim().toLowerCase();
}

/**
 * An answer with its body decompressed.
 * @param maxBytes the most that the body may come to
 * @throws TransportFault if it comes to more, is damaged, or is encoded in a way that was not asked for
 */
export async function decode(answer: HttpAnswer, maxBytes: number): Promise<HttpAnswer> {
  const encoding = encodingOf(answer);
  const fault = (message: string, cause?: unknown): TransportFault =>
    new TransportFault(message, { sent: true, status: answer.status, final: true, cause });
  if (encoding !== "gzip" && encoding !== "x-gzip")
    throw fault(`the answer is encoded as ${encoding}, which was not asked for`);
  try {
    return { ...answer, body: await gunzipped(answer.body, { maxOutputLength: maxBytes }) };
  } catch (cause) {
    const isLarge = (cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw fault(
      isLarge
        ? `the answer is larger than ${maxBytes} bytes once decompressed`
        : "the answer's gzip encoding is damaged",
      cause,
    );
  }
}

async function gunzipped(body: Buffer, bounds: Zlib.ZlibOptions): Promise<Buffer> {
  const { gunzip, gunzipSync } = await (zlib ??= import("node:zlib"));
  return body.byteLength <= smallBytes ? gunzipSync(body, bounds) : promisify(gunzip)(body, bounds);
}
