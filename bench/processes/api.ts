/**
 * The API under the bench, as fast as a server in Node.js is: `/api/v1/users/{userId}` gives one user, `/api/v1/users`
 * pages of 200 up to the number of users that it is started with. Says its origin.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { user, UserPages } from "./users.ts";

const perPage = 200;
const total = Number(process.argv[2] ?? 100_000);
const one = Buffer.from(JSON.stringify(user(0)));
const pages = new UserPages(perPage);

const server = createServer((request, response) => {
  request.resume();
  const url = request.url ?? "";
  const [path, query = ""] = url.split("?");
  if (path !== "/api/v1/users") {
    response
      .writeHead(200, { "content-type": "application/json", "content-length": one.byteLength })
      .end(one);
    return;
  }
  const after = Number(new URLSearchParams(query).get("after") ?? 0);
  const body = pages.from(after + 1);
  const self = `http://${String(request.headers.host)}/api/v1/users?limit=${perPage}`;
  const links = [`<${self}>; rel="self"`];
  if (after + perPage < total) links.push(`<${self}&after=${after + perPage}>; rel="next"`);
  response
    .writeHead(200, { "content-type": "application/json", "content-length": body.byteLength, link: links })
    .end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () =>
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
process.on("disconnect", () => process.exit(0));
