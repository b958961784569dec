/**
 * The API under the bench: `/api/v1/users/{userId}` gives one user, `/api/v1/users` pages of 200, up to the number of
 * users that it is started with, with the header fields that Okta sends. It speaks just enough HTTP on a plain socket to
 * leave the machine to what is measured. Says its origin.
 */
import { type AddressInfo, createServer } from "node:net";
import { user, UserPages } from "./users.ts";

const perPage = 200;
const total = Number(process.argv[2]);
const one = Buffer.from(JSON.stringify(user(0)));
const pages = new UserPages(perPage);
let origin = "";
/** The answer with the one user, as it is in this second. */
let current: { readonly second: number; readonly answer: Buffer } = { second: 0, answer: Buffer.alloc(0) };

const server = createServer({ noDelay: true }, (socket) => {
  // A request of the bench has no body, so it ends with its empty line; it may come in pieces.
  let rest = "";
  socket.on("data", (chunk) => {
    const requests = (rest + chunk.toString("latin1")).split("\r\n\r\n");
    rest = requests.pop() ?? "";
    for (const request of requests) {
      const path = request.slice("GET ".length, request.indexOf(" HTTP/1.1"));
      socket.write(path.startsWith("/api/v1/users?") ? page(new URL(path, origin)) : single());
    }
  });
  socket.on("error", () => socket.destroy());
});
server.listen(0, "127.0.0.1", () => {
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.send?.(origin);
});
process.on("disconnect", () => process.exit(0));

function single(): Buffer {
  const second = Math.trunc(Date.now() / 1000);
  if (second !== current.second)
    current = { second, answer: answer(one, ['etag: W/"5a1d0d3c6f0e4b7a9c1e2d3f4a5b6c7d"']) };
  return current.answer;
}

function page({ searchParams }: URL): Buffer {
  const after = Number(searchParams.get("after") ?? 0);
  const self = `${origin}/api/v1/users?limit=${perPage}`;
  const next = after + perPage < total ? [`link: <${self}&after=${after + perPage}>; rel="next"`] : [];
  return answer(pages.from(after + 1), [`link: <${self}>; rel="self"`, ...next]);
}

function answer(body: Buffer, headers: readonly string[]): Buffer {
  const now = Date.now();
  const head = [
    "HTTP/1.1 200 OK",
    `date: ${new Date(now).toUTCString()}`,
    "content-type: application/json",
    `content-length: ${body.byteLength}`,
    "connection: keep-alive",
    "server: nginx",
    "x-okta-request-id: 5f0c1b7d9e8a4c2f8b6d3e1a7c9f0b2d",
    // As large as it takes never to wait for it.
    "x-rate-limit-limit: 10000000",
    "x-rate-limit-remaining: 9999999",
    `x-rate-limit-reset: ${Math.trunc(now / 1000) + 60}`,
    "cache-control: no-cache, no-store",
    "pragma: no-cache",
    "expires: 0",
    "vary: Accept-Encoding",
    'set-cookie: sid=""; Expires=Thu, 01 Jan 1970 00:00:10 GMT; Path=/',
    "set-cookie: JSESSIONID=8C1B6F0D2E4A9B7C; Path=/; Secure; HttpOnly",
    ...headers,
  ];
  return Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), body]);
}
