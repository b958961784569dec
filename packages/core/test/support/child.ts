import { writeSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { ApprovalChannel } from "../../src/approval/channel.ts";
import { ArxError } from "../../src/errors/arx-error.ts";
import { homeAt } from "../../src/runtime/home.ts";
import { openRuntime } from "../../src/runtime/open-runtime.ts";
import { SqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import type { SecretBundle } from "../../src/vault/vault.ts";
import { catalog, Doors } from "./doors.ts";
import { alice, CountingVault, type HomeKey } from "./house.ts";
import { tapped } from "./tap.ts";

/** What a process of its own is to do in a home, and where it is to die. */
export interface Task {
  readonly key: HomeKey;
  readonly resume?: string;
  /** The request that alice approves. */
  readonly vote?: string;
  /** Whether it has a channel, which tells nobody. */
  readonly tells?: boolean;
  readonly execute?: readonly ["doors:create" | "doors:lock" | "doors:delete", Record<string, unknown>];
  /** Such as `before decision+intent` or `after vault-read`. */
  readonly dieAt?: string;
  /** Where it is to be stopped, until somebody lets it go on; it says so first. */
  readonly stopAt?: string;
  /** Waits for a line on standard input once it is ready. */
  readonly hold?: boolean;
}

const task = JSON.parse(process.argv[2] ?? "") as Task;
const { key, dieAt, stopAt } = task;

function reach(point: string): void {
  // The same end as the machine's: no handler runs, nothing is flushed.
  if (point === dieAt) process.kill(process.pid, "SIGKILL");
  if (point !== stopAt) return;
  writeSync(1, "stopped\n");
  process.kill(process.pid, "SIGSTOP");
}

class MortalVault extends CountingVault {
  override async read(path: string): Promise<SecretBundle> {
    reach("before vault-read");
    const bundle = await super.read(path);
    reach("after vault-read");
    return bundle;
  }
}

const store = tapped(SqliteStore.open({ file: homeAt(key.folder).store }), {
  before: (label) => reach(`before ${label}`),
  after: (label) => reach(`after ${label}`),
});
const channel: ApprovalChannel = { name: "*", announce: async () => reach("announcement is told") };
const runtime = await openRuntime({
  ...{ catalogs: [catalog], home: key.folder, env: key.env, store, vault: new MortalVault(key.origin) },
  channels: task.tells ? [channel] : [],
});
const doors = new Doors({ agentId: "agent-1", orgId: "acme", runtime });
if (task.hold) {
  writeSync(1, "ready\n");
  await new Promise((resolve) => process.stdin.once("data", resolve));
  process.stdin.destroy();
}
let said = "done";
try {
  if (task.vote !== undefined) await runtime.approvals.vote(task.vote, alice, "approve", "go");
  if (task.resume !== undefined) await doors.resume(task.resume);
  if (task.execute !== undefined)
    await doors.execute(task.execute[0], task.execute[1] as { name: string; doorId: string });
} catch (error) {
  said = error instanceof ArxError ? error.code : String(error);
}
// It dies while it tells: closing leaves to others what was not told yet.
if (task.tells) await delay(20_000);
writeSync(1, `${said}\n`);
await runtime.close();
