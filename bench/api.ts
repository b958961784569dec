/**
 * The API under the bench: a process of its own that answers every request with one user. It speaks just enough HTTP on
 * a plain socket to leave the machine to what is measured. Prints its origin.
 */
import { type AddressInfo, createServer } from "node:net";

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
const answer = Buffer.from(
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(user)}\r\nconnection: keep-alive\r\n\r\n${user}`,
);

const server = createServer({ noDelay: true }, (socket) => {
  // A request of the bench has no body, so it ends with its empty line; it may come in pieces.
  let rest = "";
  socket.on("data", (chunk) => {
    const requests = (rest + chunk.toString("latin1")).split("\r\n\r\n");
    rest = requests.pop() ?? "";
    for (let i = 0; i < requests.length; i += 1) socket.write(answer);
  });
  socket.on("error", () => socket.destroy());
});
server.listen(0, "127.0.0.1", () =>
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
process.on("disconnect", () => process.exit(0));
