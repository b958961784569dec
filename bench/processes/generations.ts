import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tell } from "./tell.ts";

/** What generating took, in milliseconds. */
export interface Generations {
  /** From the start of the process to the first result on the disk. */
  readonly coldMs: number;
  /** The runs after it, in the same process. */
  readonly warmMs: readonly number[];
}

/** Generates into new folders, once cold and three times warm, and tells the bench. */
export async function generations(
  prepare: (folder: string) => Promise<void>,
  generate: (folder: string) => Promise<unknown>,
): Promise<void> {
  const base = await mkdtemp(join(tmpdir(), "arx-generated-"));
  const folders = [0, 1, 2, 3].map((number) => join(base, String(number)));
  let measured: Generations;
  try {
    for (const folder of folders) await prepare(folder);
    const spans: number[] = [];
    // Counted from the start of the process: all that a person waits for.
    let from = 0;
    for (const folder of folders) {
      await generate(folder);
      const now = performance.now();
      spans.push(now - from);
      from = now;
    }
    const [coldMs = Number.NaN, ...warmMs] = spans;
    measured = { coldMs, warmMs };
  } finally {
    await rm(base, { recursive: true });
  }
  tell(measured);
}
