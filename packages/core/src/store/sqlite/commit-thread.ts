import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { BatchWriter } from "./batch-writer.ts";
import type { FromThread, ThreadSetup, ToThread } from "./commit-thread-client.ts";
import { openWriting } from "./connection.ts";
import { packError, unpackUnit } from "./crossing.ts";

// The thread that commits for a busy store, through a connection of its own: each message is one transaction.
const port = parentPort as MessagePort;
const { file, busyTimeoutMs } = workerData as ThreadSetup;
// Nobody's event loop is held up here, so SQLite itself may wait for another process's lock.
const db = openWriting(file, busyTimeoutMs);
const writer = new BatchWriter(file, db);

port.on("message", (message: ToThread) => {
  if (message === "close") {
    db.close();
    port.close();
    return;
  }
  const written = writer.write(message.map(unpackUnit));
  // Nearly always there is nothing to tell of any unit.
  tell(written?.flatMap((fault, at) => (fault ? [[at, packError(fault)] as const] : [])) ?? "locked");
});
tell("ready");

function tell(message: FromThread): void {
  port.postMessage(message);
}
