import { atOnce, type Sample, timed } from "../measure.ts";

/** After so long, in milliseconds, what a process runs often has been compiled for good. */
const warmUpMs = 5_000;

/** Serves the bench as a caller of the API: for every number that it is told, so many calls, and what they took. */
export async function serve(width: number, call: () => Promise<unknown>): Promise<void> {
  const warm = performance.now() + warmUpMs;
  while (performance.now() < warm) await atOnce(64, 1_000, call);
  process.on("message", (count: number) => {
    void measure(width, count, call).then((sample) => process.send?.(sample));
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.("ready");
}

async function measure(width: number, count: number, call: () => Promise<unknown>): Promise<Sample> {
  if (width > 1) return timed(count, (units) => atOnce(width, units, call));
  const took: number[] = [];
  const sample = await timed(count, async (units) => {
    for (let i = 0; i < units; i += 1) {
      const began = performance.now();
      await call();
      took.push((performance.now() - began) / 1000);
    }
  });
  const medianSeconds = took.toSorted((a, b) => a - b)[took.length >> 1];
  return { ...sample, ...(medianSeconds !== undefined && { medianSeconds }) };
}

/** What a caller is started with. */
export function told(): { readonly origin: string; readonly width: number; readonly folder: string } {
  const [, , origin = "", width = "1", folder = ""] = process.argv;
  return { origin, width: Number(width), folder };
}

export const userId = "00u00000000000000000";
