/** Writes the records that it is sent, in one commit whatever has come while the last was written, and says how many. */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { openLog } from "./log.ts";

const port = parentPort as MessagePort;
const { db, append } = openLog(String(workerData));

port.on("message", (body: string) => {
  db.exec("BEGIN IMMEDIATE");
  let count = 0;
  for (let next: string | undefined = body; next !== undefined; count += 1) {
    append.run(next);
    next = receiveMessageOnPort(port)?.message as string | undefined;
  }
  db.exec("COMMIT");
  port.postMessage(count);
});
