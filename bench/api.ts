/** The API under the bench: a process of its own that answers every request with one user. Prints its origin. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const user = JSON.stringify({
  id: "00u1a2b3c4d5e6f7g8",
  status: "ACTIVE",
  created: "2024-03-04T09:00:00.000Z",
  activated: "2024-03-04T09:00:00.000Z",
  statusChanged: "2024-03-04T09:00:00.000Z",
  lastLogin: null,
  lastUpdated: "2024-03-04T09:00:00.000Z",
  passwordChanged: null,
  type: { id: "oty1a2b3c4d5e6f7g8" },
  profile: {
    firstName: "John",
    lastName: "Doe",
    mobilePhone: null,
    secondEmail: null,
    login: "jdoe@acme.com",
    email: "jdoe@acme.com",
  },
  credentials: { provider: { type: "OKTA", name: "OKTA" } },
});

const server = createServer((request, response) => {
  request.resume();
  response
    .writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(user) })
    .end(user);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () =>
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
process.on("disconnect", () => process.exit(0));
