import { expect, test } from "vitest";
import { ApiUnreachableError } from "../../src/errors/api-unreachable-error.ts";
import { TransportFault, type TransportLimits } from "../../src/http/transport.ts";
import { UndiciTransport } from "../../src/http/undici-transport.ts";
import { bench, failure, operation, permit } from "./bench.ts";
import { tlsServer, trustTheAuthority } from "./tls-server.ts";
import { rawServer } from "./wire.ts";

/** How a request with a credential ends: with a status, or with whether it left and why it failed. */
async function send(
  origin: string,
  limits: Partial<TransportLimits> = {},
): Promise<{ readonly status: number } | { readonly sent: boolean; readonly code: string | undefined }> {
  const transport = new UndiciTransport({ userAgent: "depot-test/1", env: {}, ...limits });
  const headers = { authorization: "Key s3cret" };
  try {
    const { status } = await transport.send(permit(), origin, { method: "POST", path: "/parcels", headers });
    return { status };
  } catch (error) {
    if (!(error instanceof TransportFault)) throw error;
    return { sent: error.sent, code: (error.cause as NodeJS.ErrnoException | undefined)?.code };
  } finally {
    await transport.close();
  }
}

test("a server whose certificate is trusted and names it gets the request", async () => {
  trustTheAuthority();
  await using server = await tlsServer();
  expect(await send(`https://127.0.0.1:${server.port}`)).toEqual({ status: 200 });
  expect(server.seen.join("")).toContain("Key s3cret");
});

test("a server whose certificate nobody vouches for gets nothing, least of all the credential", async () => {
  await using server = await tlsServer();
  expect(await send(`https://127.0.0.1:${server.port}`)).toEqual({
    sent: false,
    code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  });
  expect(server.seen).toEqual([]);
});

test("a server whose certificate is trusted, but names another host, gets nothing", async () => {
  trustTheAuthority();
  await using server = await tlsServer();
  expect(await send(`https://localhost:${server.port}`)).toEqual({
    sent: false,
    code: "ERR_TLS_CERT_ALTNAME_INVALID",
  });
  expect(server.seen).toEqual([]);
});

test("a server that speaks plain HTTP where TLS is expected gets no request", async () => {
  await using server = await rawServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  expect(await send(`https://127.0.0.1:${server.port}`)).toMatchObject({ sent: false });
  expect(server.seen.join("")).not.toContain("s3cret");
});

test("a server that takes the connection and never finishes the handshake is given up, with nothing sent", async () => {
  await using server = await rawServer(() => {});
  expect(await send(`https://127.0.0.1:${server.port}`, { connectTimeoutMs: 100 })).toEqual({
    sent: false,
    code: "UND_ERR_CONNECT_TIMEOUT",
  });
  expect(server.seen.join("")).not.toContain("s3cret");
});

test("a write to a server that is not trusted ends as not sent, and leaves nothing in doubt", async () => {
  await using server = await tlsServer();
  await using on = bench({ origin: `https://127.0.0.1:${server.port}` });
  const ending = failure(on.send(operation("POST /parcels", { result: "none" })));
  for (let wait = 0; wait < 4; wait += 1) await on.timer.elapse();
  expect(await ending).toBeInstanceOf(ApiUnreachableError);
  expect(on.attempts.map(({ sent }) => sent)).toEqual([false, false, false, false, false]);
  expect(server.seen).toEqual([]);
});
