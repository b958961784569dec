import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import * as undici from "undici";
import { expect, test } from "vitest";
import { RuntimeNotReadyError } from "../../src/errors/runtime-not-ready-error.ts";
import { loadAgent } from "../../src/http/dispatchers.ts";
import { TransportFault } from "../../src/http/transport.ts";
import { UndiciTransport } from "../../src/http/undici-transport.ts";
import { bench, failure, operation, permit } from "./bench.ts";
import { tlsServer, trustTheAuthority } from "./tls-server.ts";
import { httpServer, rawServer, type WireServer } from "./wire.ts";

const origin = "https://depot.example.com";
const request = { method: "GET", path: "/parcels", headers: { authorization: "Key s3cret" } } as const;

/** A proxy that leaves `hanging` tunnels unanswered and grants all others, to whatever port of loopback; it keeps what it sees. */
async function tunnelProxy(
  hanging = 0,
): Promise<WireServer & { readonly asked: string[]; readonly carried: Buffer[] }> {
  const asked: string[] = [];
  const carried: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (head) => {
      if (asked.push(head.toString("latin1")) <= hanging) return;
      const port = Number(/^CONNECT 127\.0\.0\.1:(\d+) /.exec(head.toString("latin1"))?.[1]);
      const target = connect(port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        socket.on("data", (chunk: Buffer) => void carried.push(chunk));
        socket.pipe(target).pipe(socket);
      });
      target.on("error", () => socket.destroy());
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    ...{ origin: `http://127.0.0.1:${port}`, port, asked, carried },
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

test("https through a proxy gets its answer, and the proxy sees neither the request nor the credential", async () => {
  trustTheAuthority();
  await using server = await tlsServer();
  await using proxy = await tunnelProxy();
  const env = { HTTPS_PROXY: proxy.origin.replace("//", "//user:pass@") };
  const transport = new UndiciTransport({ userAgent: "depot-test/1", env });
  const answers = [
    await transport.send(permit(), `https://127.0.0.1:${server.port}`, request),
    await transport.send(permit(), `https://127.0.0.1:${server.port}`, request),
  ];
  await transport.close();
  expect(answers.map(({ status, body }) => [status, body.toString()])).toEqual([
    [200, "{}"],
    [200, "{}"],
  ]);
  expect(server.seen.join("")).toContain("Key s3cret");
  expect(proxy.asked[0]).toContain(
    `proxy-authorization: Basic ${Buffer.from("user:pass").toString("base64")}`,
  );
  expect(server.seen.join("")).not.toContain("proxy-authorization");
  for (const secret of ["s3cret", "/parcels"])
    expect(`${proxy.asked.join("")}${Buffer.concat(proxy.carried).toString("latin1")}`).not.toContain(secret);
});

test("a proxy of http is taken for https where the environment names no other", async () => {
  await using proxy = await rawServer((socket) => socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
  const transport = new UndiciTransport({ userAgent: "depot-test/1", env: { http_proxy: proxy.origin } });
  expect(await failure(transport.send(permit(), origin, request))).toMatchObject({ sent: false });
  await transport.close();
  expect(proxy.seen[0]).toMatch(/^CONNECT depot\.example\.com:443 /);
});

test("a proxy that takes the connection and never grants the tunnel is given up, with nothing sent", async () => {
  await using proxy = await rawServer(() => {});
  const env = { HTTPS_PROXY: proxy.origin };
  const transport = new UndiciTransport({ userAgent: "depot-test/1", env, connectTimeoutMs: 100 });
  const fault = await failure(transport.send(permit(), origin, request));
  await transport.close();
  expect(fault).toBeInstanceOf(TransportFault);
  expect(fault).toMatchObject({ message: "the proxy did not answer in time", sent: false, final: false });
  expect(proxy.seen.join("")).not.toContain("s3cret");
});

test("a write whose proxy did not answer is sent again, because it is certain that nothing was", async () => {
  trustTheAuthority();
  await using server = await tlsServer();
  await using proxy = await tunnelProxy(1);
  await using on = bench({
    origin: `https://127.0.0.1:${server.port}`,
    env: { HTTPS_PROXY: proxy.origin },
    limits: { connectTimeoutMs: 500 },
  });
  const done = on.send(operation("POST /parcels"));
  await on.timer.elapse();
  expect((await done).answer.status).toBe(200);
  expect(on.attempts).toMatchObject([
    { sent: false, note: "the proxy did not answer in time", again: true },
    { sent: true, status: 200 },
  ]);
});

test.for([
  ["without a scheme", "127.0.0.1:8080"],
  ["without a scheme, by name", "user:s3cret@proxy.example.com:8080"],
  ["with a port that is none", "http://user:s3cret@127.0.0.1:99999999"],
  ["with a password that can't be decoded", "http://user:s3cret%zz@127.0.0.1:8080"],
  ["of another kind", "ftp://user:s3cret@127.0.0.1:8080"],
  ["without a host", "socks5://"],
  ["with a path", "http://user:s3cret@127.0.0.1:8080/proxy"],
  ["with a query", "http://user:s3cret@127.0.0.1:8080?proxy"],
] as const)(
  "a proxy's address %s is named by its variable and never shown, and nothing is sent",
  async ([, value]) => {
    await using server = await rawServer((socket) => socket.destroy());
    for (const variable of ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY"]) {
      await using on = bench({ origin: `https://127.0.0.1:${server.port}`, env: { [variable]: value } });
      const error = await failure(on.send(operation("GET /parcels")));
      expect(error).toBeInstanceOf(RuntimeNotReadyError);
      expect(error).toMatchObject({ retryable: false, message: expect.stringContaining(variable) });
      for (const text of [error.message, error.stack, JSON.stringify(error)])
        expect(text).not.toContain("s3cret");
      expect(on.attempts).toEqual([]);
    }
    expect(server.seen).toEqual([]);
  },
);

test("a proxy's address that can't be used stops neither plain http on this machine nor the closing", async () => {
  await using server = await httpServer((_, response) => void response.end("{}"));
  const transport = new UndiciTransport({ userAgent: "depot-test/1", env: { HTTPS_PROXY: "nonsense" } });
  await expect(transport.send(permit(), origin, request)).rejects.toThrow(RuntimeNotReadyError);
  expect((await transport.send(permit(), server.origin, request)).status).toBe(200);
  await transport.close();
});

test("undici's own file gives the very class that undici as a whole gives", async () => {
  expect(await loadAgent()).toBe(undici.Agent);
});
