import { once } from "node:events";
import { createServer } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { PermitRequiredError } from "../../src/errors/permit-required-error.ts";
import type { HttpRequest } from "../../src/http/request.ts";
import { type HttpAnswer, TransportFault, type TransportLimits } from "../../src/http/transport.ts";
import { UndiciTransport } from "../../src/http/undici-transport.ts";
import { failure, permit } from "./bench.ts";
import { httpServer, rawServer, type WireServer } from "./wire.ts";

interface Bench extends AsyncDisposable {
  readonly transport: UndiciTransport;
  send(request?: Partial<HttpRequest>, signal?: AbortSignal): Promise<HttpAnswer>;
}

function bench(server: WireServer, limits: Partial<TransportLimits> = {}): Bench {
  const transport = new UndiciTransport({ userAgent: "depot-test/1", env: {}, ...limits });
  return {
    transport,
    send: (request, signal) =>
      transport.send(
        permit(),
        server.origin,
        { method: "GET", path: "/parcels", headers: {}, ...request },
        signal,
      ),
    [Symbol.asyncDispose]: () => transport.close(),
  };
}

const fault = async (answer: Promise<unknown>): Promise<TransportFault> => {
  const error = await failure(answer);
  expect(error).toBeInstanceOf(TransportFault);
  return error as unknown as TransportFault;
};

test("it says who it is, what it takes, and asks for gzip", async () => {
  await using server = await httpServer((_, response) => void response.end("{}"));
  await using on = bench(server);
  await on.send();
  expect(server.arrived[0]?.headers).toMatchObject({
    "user-agent": "depot-test/1",
    accept: "application/json",
    "accept-encoding": "gzip",
  });
});

test("it sends nothing without a permit", async () => {
  await using server = await httpServer((_, response) => void response.end());
  await using on = bench(server);
  const forged = { actionId: "a", orgId: "o", agentId: "g", connector: "c" } as never;
  await expect(
    on.transport.send(forged, server.origin, { method: "GET", path: "/", headers: {} }),
  ).rejects.toThrow(PermitRequiredError);
  expect(server.arrived).toEqual([]);
});

test.for(["POST", "PUT", "PATCH"] as const)("a %s without a body says that it has none", async (method) => {
  await using server = await httpServer((_, response) => void response.end());
  await using on = bench(server);
  await on.send({ method });
  expect(server.arrived[0]?.headers).toMatchObject({ "content-length": "0" });
  expect(server.arrived[0]?.headers).not.toHaveProperty("content-type");
});

test("it sends nothing once it was closed", async () => {
  await using server = await httpServer((_, response) => void response.end());
  await using on = bench(server);
  await on.transport.close();
  const { sent, final } = await fault(on.send());
  expect({ sent, final }).toEqual({ sent: false, final: true });
  expect(server.arrived).toEqual([]);
});

test("it keeps no cookies", async () => {
  await using server = await httpServer(
    (_, response) => void response.setHeader("set-cookie", ["sid=1", "b=2"]).end(),
  );
  await using on = bench(server);
  await on.send();
  await on.send();
  expect(server.arrived[1]?.headers).not.toHaveProperty("cookie");
});

test("it reads a body that comes in gzip", async () => {
  const body = JSON.stringify({ name: "Zoë".repeat(10_000) });
  await using server = await httpServer(
    (_, response) => void response.setHeader("content-encoding", "gzip").end(gzipSync(body)),
  );
  await using on = bench(server);
  expect((await on.send()).body.toString()).toBe(body);
});

test("a field that comes on several lines is an array", async () => {
  await using server = await httpServer(
    (_, response) => void response.setHeader("link", ["<a>", "<b>"]).end(),
  );
  await using on = bench(server);
  expect((await on.send()).headers["link"]).toEqual(["<a>", "<b>"]);
});

test("an answer that is larger than agreed is cut off", async () => {
  await using server = await httpServer((_, response) => {
    response.on("error", () => {});
    const more = (): void => {
      if (!response.destroyed) response.write(Buffer.alloc(64 * 1024), more);
    };
    more();
  });
  await using on = bench(server, { maxAnswerBytes: 100_000 });
  const { message, final, sent } = await fault(on.send());
  expect(message).toContain("larger than 100000 bytes");
  expect({ final, sent }).toEqual({ final: true, sent: true });
});

test.for([1_000_000, 200_000_000])(
  "a body of %i bytes that hides in a small one is not unpacked",
  async (bytes) => {
    const bomb = gzipSync(Buffer.alloc(bytes));
    await using server = await httpServer(
      (_, response) => void response.setHeader("content-encoding", "gzip").end(bomb),
    );
    await using on = bench(server, { maxAnswerBytes: 500_000 });
    const { message, final } = await fault(on.send());
    expect(message).toContain("larger than 500000 bytes once decompressed");
    expect(final).toBe(true);
  },
);

test("a body that is no gzip, though it says so, is damaged", async () => {
  await using server = await httpServer(
    (_, response) => void response.setHeader("content-encoding", "gzip").end("not at all"),
  );
  await using on = bench(server);
  expect((await fault(on.send())).message).toContain("gzip encoding is damaged");
});

test("a gzip body that ends early is damaged", async () => {
  const half = gzipSync(Buffer.from("x".repeat(1000))).subarray(0, 20);
  await using server = await httpServer(
    (_, response) => void response.setHeader("content-encoding", "gzip").end(half),
  );
  await using on = bench(server);
  expect((await fault(on.send())).message).toContain("gzip encoding is damaged");
});

test.for(["br", "zstd", "gzip, gzip"])(
  "an encoding that was not asked for (%s) is not guessed at",
  async (encoding) => {
    await using server = await httpServer(
      (_, response) => void response.setHeader("content-encoding", encoding).end("??"),
    );
    await using on = bench(server);
    expect((await fault(on.send())).message).toContain(encoding);
  },
);

test("a redirect is an answer, and is not followed", async () => {
  await using other = await httpServer((_, response) => void response.end());
  await using server = await httpServer(
    (_, response) => void response.writeHead(302, { location: `${other.origin}/parcels` }).end(),
  );
  await using on = bench(server);
  expect((await on.send()).status).toBe(302);
  expect(other.arrived).toEqual([]);
});

test("a connection that nobody takes is told from a request that may have arrived", async () => {
  const closed = createServer().listen(0, "127.0.0.1");
  await once(closed, "listening");
  const { port } = closed.address() as { port: number };
  await new Promise((resolve) => closed.close(resolve));
  await using on = bench({ origin: `http://127.0.0.1:${port}`, port, [Symbol.asyncDispose]: async () => {} });
  expect((await fault(on.send({ method: "POST" }))).sent).toBe(false);
});

test("a connection that is cut before the answer leaves it open whether the request arrived", async () => {
  await using server = await rawServer((socket) => socket.destroy());
  await using on = bench(server);
  const { sent, status } = await fault(on.send({ method: "POST", body: "{}" }));
  expect({ sent, status }).toEqual({ sent: true, status: undefined });
});

test("a connection that is cut in the middle of the body tells the status that came", async () => {
  await using server = await rawServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"half":', () => socket.destroy());
  });
  await using on = bench(server);
  const { sent, status } = await fault(on.send());
  expect({ sent, status }).toEqual({ sent: true, status: 200 });
});

test.for([
  ["no HTTP", "SSH-2.0-OpenSSH_9.6\r\n"],
  ["a header field without end", `HTTP/1.1 200 OK\r\nx: ${"y".repeat(100_000)}`],
  ["two lengths", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 5\r\n\r\n{}   "],
  [
    "a length and chunks",
    "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
  ],
] as const)("an answer with %s is refused", async ([, bytes]) => {
  await using server = await rawServer((socket) => socket.write(bytes));
  await using on = bench(server);
  expect((await fault(on.send())).sent).toBe(true);
});

test("bytes behind an answer are not taken for the next one", async () => {
  const forged = 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{"forged":1';
  await using server = await rawServer((socket) =>
    socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}${forged}`),
  );
  await using on = bench(server, { connections: 1 });
  expect((await on.send()).body.toString()).toBe("{}");
  const second = await on.send().then(
    ({ body }) => body.toString(),
    () => "refused",
  );
  expect(second).not.toContain("forged");
});

test("an interim answer is not the answer", async () => {
  await using server = await rawServer((socket) =>
    socket.write(
      "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
    ),
  );
  await using on = bench(server);
  const { status, headers } = await on.send();
  expect(status).toBe(200);
  expect(headers).not.toHaveProperty("link");
});

test("a server that never answers is given up", async () => {
  await using server = await rawServer(() => {});
  await using on = bench(server, { headersTimeoutMs: 50 });
  const { sent, final } = await fault(on.send());
  expect({ sent, final }).toEqual({ sent: true, final: false });
});

test("a server that never finishes its answer is given up", async () => {
  await using server = await rawServer((socket) =>
    socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"),
  );
  await using on = bench(server, { bodyTimeoutMs: 50 });
  expect((await fault(on.send())).status).toBe(200);
});

test("a server that drips its answer for ever is ended by the caller's own time", async () => {
  await using server = await rawServer((socket) => {
    socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n");
    const drip = setInterval(() => socket.write("x"), 5);
    socket.on("close", () => clearInterval(drip));
  });
  await using on = bench(server);
  const { sent, cause } = await fault(on.send({}, AbortSignal.timeout(60)));
  expect(sent).toBe(true);
  expect((cause as Error).name).toBe("TimeoutError");
});

test("a request that is cancelled before it is sent is never sent", async () => {
  await using server = await httpServer((_, response) => void response.end());
  await using on = bench(server);
  expect((await fault(on.send({}, AbortSignal.abort("no")))).sent).toBe(false);
  expect(server.arrived).toEqual([]);
});

test("a request that is cancelled while it waits for a connection is never sent", async () => {
  await using server = await rawServer(() => {});
  await using on = bench(server, { connections: 1 });
  const first = new AbortController();
  const holding = fault(on.send({}, first.signal));
  await expect.poll(() => server.seen.length).toBe(1);
  const stop = new AbortController();
  const waiting = fault(on.send({ method: "POST", path: "/second" }, stop.signal));
  await new Promise((resolve) => setImmediate(resolve));
  stop.abort("no");
  expect((await waiting).sent).toBe(false);
  const third = new AbortController();
  const behind = fault(on.send({ path: "/third" }, third.signal));
  first.abort();
  expect((await holding).sent).toBe(true);
  await expect.poll(() => server.seen.join("")).toContain("/third");
  expect(server.seen.join("")).not.toContain("/second");
  third.abort();
  await behind;
});

test("a write whose time passes while it waits for a connection is never sent, whatever the timers know of it", async () => {
  await using server = await rawServer(() => {});
  await using on = bench(server, { connections: 1 });
  const first = new AbortController();
  const holding = fault(on.send({}, first.signal));
  await expect.poll(() => server.seen.length).toBe(1);
  let now = 0;
  const late = permit({ clock: { now: () => now }, sendBy: 1 });
  const waiting = fault(
    on.transport.send(late, server.origin, { method: "POST", path: "/second", headers: {} }),
  );
  await new Promise((resolve) => setImmediate(resolve));
  now = 1;
  first.abort();
  await holding;
  expect(await waiting).toMatchObject({ sent: false, message: "cancelled while it was queued" });
  expect(server.seen.join("")).not.toContain("/second");
});

test("a header value that would break out of its line is not sent", async () => {
  await using server = await httpServer((_, response) => void response.end());
  await using on = bench(server);
  const { sent, final } = await fault(on.send({ headers: { "if-match": "x\r\nx-evil: 1" } }));
  expect({ sent, final }).toEqual({ sent: false, final: true });
  expect(server.arrived).toEqual([]);
});

test("plain http never goes through a proxy, because it is for this machine alone", async () => {
  await using proxy = await httpServer((_, response) => void response.end());
  await using server = await httpServer((_, response) => void response.end("{}"));
  const transport = new UndiciTransport({
    userAgent: "depot-test/1",
    env: { HTTP_PROXY: proxy.origin, http_proxy: proxy.origin },
  });
  await transport.send(permit(), server.origin, {
    method: "GET",
    path: "/",
    headers: { authorization: "Key s3cret" },
  });
  await transport.close();
  expect(proxy.arrived).toEqual([]);
  expect(server.arrived.length).toBe(1);
});

test("https goes through the proxy of the environment, as a tunnel that shows it no credential", async () => {
  await using proxy = await rawServer((socket) =>
    socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n"),
  );
  const transport = new UndiciTransport({ userAgent: "depot-test/1", env: { HTTPS_PROXY: proxy.origin } });
  const request = { method: "GET", path: "/parcels", headers: { authorization: "Key s3cret" } } as const;
  const { sent } = await fault(transport.send(permit(), "https://depot.example.com", request));
  await transport.close();
  expect(sent).toBe(false);
  expect(proxy.seen[0]).toMatch(/^CONNECT depot\.example\.com:443 HTTP\/1\.1\r\n/);
  expect(proxy.seen.join("")).not.toContain("s3cret");
});

test("a host that the environment exempts is reached without its proxy", async () => {
  await using proxy = await rawServer((socket) => socket.end());
  await using target = await rawServer((socket) => socket.destroy());
  const env = { https_proxy: proxy.origin, no_proxy: "127.0.0.1" };
  const transport = new UndiciTransport({ userAgent: "depot-test/1", env });
  await fault(
    transport.send(permit(), `https://127.0.0.1:${target.port}`, { method: "GET", path: "/", headers: {} }),
  );
  await transport.close();
  expect(proxy.seen).toEqual([]);
  expect(target.seen.length).toBe(1);
});
