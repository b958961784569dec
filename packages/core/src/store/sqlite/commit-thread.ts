import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { BatchWriter } from "./batch-writer.ts";
import { batchSize, type FromThread, type ThreadSetup, type ToThread } from "./commit-thread-client.ts";
import { openWriting } from "./connection.ts";
import { packError, type PackedUnit, unpackUnit } from "./crossing.ts";

// The thread that commits for a busy store, through a connection of its own.
const port = parentPort as MessagePort;
const { file, busyTimeoutMs } = workerData as ThreadSetup;
// Nobody's event loop is held up here, so SQLite itself may wait for another process's lock.
const db = openWriting(file, busyTimeoutMs);
const writer = new BatchWriter(file, db);

// What came while the last transaction was written shares the next: the slower the disk, the more of them.
port.on("message", (message: ToThread) => {
  const units: PackedUnit[] = [];
  let next: ToThread | undefined = message;
  while (next !== undefined && next !== "close") {
    units.push(...next);
    next = units.length < batchSize ? received() : undefined;
  }
  if (units.length > 0) commit(units);
  if (next !== "close") return;
  db.close();
  port.close();
});
tell("ready");

function commit(units: readonly PackedUnit[]): void {
  const written = writer.write(units.map(unpackUnit));
  // Nearly always there is nothing to tell of any unit.
  const faults = written?.flatMap((fault, at) => (fault ? [[at, packError(fault)] as const] : []));
  tell({ units: units.length, faults: faults ?? "locked" });
}

function received(): ToThread | undefined {
  return receiveMessageOnPort(port)?.message as ToThread | undefined;
}

function tell(message: FromThread): void {
  port.postMessage(message);
}
