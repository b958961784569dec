// So many calls at once that the store commits in a thread: prints what the thread says of units that it wrote.
import { once } from "node:events";
import type { Worker } from "node:worker_threads";
import { OktaConnector } from "@arx/okta";

const okta = new OktaConnector({ agentId: "agent-001", orgId: "org-acme" });
const manyCalls = (): Promise<unknown> =>
  Promise.all(Array.from({ length: 64 }, () => okta.getUser("00u1a2b3c4d5e6f7g8")));

const { promise: opened, resolve } = Promise.withResolvers<Worker>();
process.once("worker", (worker) => worker.once("message", () => resolve(worker)));
for (let round = 0; round < 3; round++) await manyCalls();
const thread = await opened;
const [[said]] = await Promise.all([once(thread, "message"), manyCalls()]);
console.log(JSON.stringify(said));
