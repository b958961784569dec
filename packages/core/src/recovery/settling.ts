import { setTimeout as delay } from "node:timers/promises";
import type { ConnectorDefinition } from "../connector/operation.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { Recovery } from "./recovery.ts";

/** How long it waits at most before it looks again, in milliseconds. */
const longestWaitMs = 3_600_000;

/**
 * Finds out in the background what became of the actions that earlier processes left without an outcome, with the reads
 * that their specs name. No call waits for it or fails by it: what can't be told now stays listed as unknown.
 */
export class Settling {
  readonly #begun = new Set<string>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #stopping = new AbortController();

  /** Begins for a connector's actions in an organisation, unless that was done before. */
  begin(runtime: Runtime, definition: ConnectorDefinition, orgId: string): void {
    const key = JSON.stringify([definition.catalog.connector, orgId]);
    if (this.#begun.has(key) || this.#stopping.signal.aborted) return;
    this.#begun.add(key);
    const work = this.#settle(runtime, definition, orgId)
      // A store that can't be read now is read again by `arx recover` and by the next process.
      .catch(() => undefined)
      .finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
  }

  /** Ends what is under way; its reads are on record as what they came to. */
  async close(): Promise<void> {
    this.#stopping.abort(new Error("the runtime was closed"));
    await Promise.all(this.#underWay);
  }

  async #settle(runtime: Runtime, definition: ConnectorDefinition, orgId: string): Promise<void> {
    const { signal } = this.#stopping;
    const recovery = new Recovery(runtime, [definition]);
    const pass = async (): Promise<number> => {
      let open = 0;
      for (const { actionId, connector, endsBy } of await recovery.list(orgId)) {
        if (connector !== definition.catalog.connector || signal.aborted) continue;
        // Another process may have settled it meanwhile.
        const found = await recovery.reconcile(actionId, signal).catch(() => undefined);
        if (found?.settled === undefined) open = Math.max(open, endsBy);
      }
      return open;
    };
    const waitMs = (await pass()) - runtime.clock.now();
    if (waitMs <= 0) return;
    // What is not there yet may still come; once it can't, that it is not there tells.
    await delay(Math.min(waitMs, longestWaitMs), undefined, { signal, ref: false });
    await pass();
  }
}
