// Another process with the same store: `node child.ts <mode> <file> <count>`.
import { writeSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { DatabaseSync } from "node:sqlite";
import { SqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import type { Change } from "../../src/store/store.ts";
import { sampleDraft } from "../../src/testing/store-samples.ts";

const [mode = "", file = "", count = "0"] = process.argv.slice(2);

// Not process.stdout: what was said must be in the pipe when the process is killed.
const say = (said: unknown): number => writeSync(1, `${JSON.stringify(said)}\n`);
const append = (i: number, details: object = {}): Change => ({
  do: "append",
  draft: sampleDraft({ actionId: `${process.pid}-${i}`, details: { ...details } }),
});
const faultOf = ({ code, message, retryable }: Record<string, unknown>): object => ({
  code,
  message,
  retryable,
});

const modes: Readonly<Record<string, () => Promise<void>>> = {
  /** Appends so many records, eight at a time. */
  async append() {
    const store = SqliteStore.open({ file, busyTimeoutMs: 60_000 });
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < Number(count)) await store.commit([append((next += 1))]);
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    await store.close();
  },
  /** Appends until it is killed, and says the number of each record that was acknowledged. */
  async acknowledge() {
    const store = SqliteStore.open({ file });
    const worker = async (): Promise<void> => {
      for (let i = 0; ; i += 1) {
        await store.commit([
          append(i),
          { do: "begin", action: openAction(`${process.pid}-${Math.random()}`) },
        ]);
        // Its own record is at this end of the log, or before it.
        say((await store.auditHead("org-a")).seq);
      }
    };
    await Promise.all(Array.from({ length: 4 }, worker));
  },
  /** Appends large records until the disk is full, says with what that failed, and what is there. */
  async fill() {
    const store = SqliteStore.open({ file });
    for (let i = 0; i < 1_000; i += 1) {
      try {
        await store.commit([
          append(i, { filler: "x".repeat(20_000) }),
          { do: "begin", action: openAction(`${i}`) },
        ]);
      } catch (error) {
        const { seq } = await store.auditHead("org-a");
        const open = await store.openActions();
        say({
          fault: faultOf(error as Record<string, unknown>),
          acknowledged: i,
          kept: seq,
          open: open.length,
        });
        await store.close();
        return;
      }
    }
  },
  /** Takes the write lock, says so, and keeps it for so long. */
  async lock() {
    const db = new DatabaseSync(file, { timeout: 5_000 });
    db.exec("BEGIN IMMEDIATE");
    say("locked");
    await delay(Number(count));
    db.exec("COMMIT");
    db.close();
  },
  /** Opens the store, and says how that failed. */
  async open() {
    try {
      await SqliteStore.open({ file, busyTimeoutMs: 100 }).close();
      say("opened");
    } catch (error) {
      say(faultOf(error as Record<string, unknown>));
    }
  },
};

function openAction(actionId: string): Extract<Change, { do: "begin" }>["action"] {
  const at = { host: "host", pid: process.pid, startedAt: 0, endsBy: 1 };
  return {
    actionId,
    orgId: "org-a",
    agentId: "agent-001",
    connector: "depot",
    operation: "crates:move",
    sealedAction: "",
    ...at,
  };
}

await modes[mode]?.();
