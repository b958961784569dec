/**
 * The API under the bench: `/api/v1/users/{userId}` gives one user, `/api/v1/users` pages of 200, up to the number of
 * users that it is started with. It speaks just enough HTTP on a plain socket to leave the machine to what is measured.
 * Says its origin.
 */
import { type AddressInfo, createServer } from "node:net";
import { user, UserPages } from "./users.ts";

const perPage = 200;
const total = Number(process.argv[2]);
const one = answer(Buffer.from(JSON.stringify(user(0))));
const pages = new UserPages(perPage);
let origin = "";

const server = createServer({ noDelay: true }, (socket) => {
  // A request of the bench has no body, so it ends with its empty line; it may come in pieces.
  let rest = "";
  socket.on("data", (chunk) => {
    const requests = (rest + chunk.toString("latin1")).split("\r\n\r\n");
    rest = requests.pop() ?? "";
    for (const request of requests) {
      const path = request.slice("GET ".length, request.indexOf(" HTTP/1.1"));
      socket.write(path.startsWith("/api/v1/users?") ? page(new URL(path, origin)) : one);
    }
  });
  socket.on("error", () => socket.destroy());
});
server.listen(0, "127.0.0.1", () => {
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.send?.(origin);
});
process.on("disconnect", () => process.exit(0));

function page({ searchParams }: URL): Buffer {
  const after = Number(searchParams.get("after") ?? 0);
  const self = `${origin}/api/v1/users?limit=${perPage}`;
  const next = after + perPage < total ? [`link: <${self}&after=${after + perPage}>; rel="next"`] : [];
  return answer(pages.from(after + 1), [`link: <${self}>; rel="self"`, ...next]);
}

function answer(body: Buffer, headers: readonly string[] = []): Buffer {
  const head = [
    "HTTP/1.1 200 OK",
    "content-type: application/json",
    `content-length: ${body.byteLength}`,
    "connection: keep-alive",
    ...headers,
  ];
  return Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), body]);
}
