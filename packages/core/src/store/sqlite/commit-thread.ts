import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { BatchWriter, type Unit } from "./batch-writer.ts";
import { type FromThread, pack, type ThreadSetup, type ToThread } from "./commit-thread-client.ts";
import { openWriting } from "./connection.ts";

// The thread that commits for a busy store: a connection of its own, and whatever has come meanwhile in one transaction.
const port = parentPort as MessagePort;
const { file, busyTimeoutMs, batchSize } = workerData as ThreadSetup;
// Nobody's event loop is held up here, so SQLite itself may wait for another process's lock.
const db = openWriting(file, busyTimeoutMs);
const writer = new BatchWriter(file, db);

port.on("message", (first: ToThread) => {
  const units: Unit[] = [];
  for (let message: ToThread | undefined = first; message !== undefined; message = next(units.length)) {
    if (message !== "close") {
      units.push(...message);
      continue;
    }
    write(units);
    db.close();
    port.close();
    return;
  }
  write(units);
});
tell("ready");

/** What came while the last batch was written, unless this one is full. */
function next(taken: number): ToThread | undefined {
  return taken < batchSize ? (receiveMessageOnPort(port)?.message as ToThread | undefined) : undefined;
}

function write(units: readonly Unit[]): void {
  if (units.length === 0) return;
  const written = writer.write(units);
  // Nearly always there is nothing to tell of any unit.
  const faults = written?.flatMap((fault, at) => (fault ? [[at, pack(fault)] as const] : []));
  tell({ units: units.length, ...(faults ? { faults } : {}) });
}

function tell(message: FromThread): void {
  port.postMessage(message);
}
