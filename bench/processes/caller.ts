import { atOnce, timed } from "../measure.ts";

/** So many calls, and what a process runs often is compiled. */
const warmUp = 5_000;

/** Serves the bench as a caller of the API: for every number that it is told, so many calls, and what they took. */
export async function serve(width: number, call: () => Promise<unknown>): Promise<void> {
  await atOnce(64, warmUp, call);
  process.on("message", (count: number) => {
    void timed(count, (units) => atOnce(width, units, call)).then((sample) => process.send?.(sample));
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.("ready");
}

/** What a caller is started with. */
export function told(): { readonly origin: string; readonly width: number } {
  const [, , origin = "", width = "1"] = process.argv;
  return { origin, width: Number(width) };
}

export const userId = "00u00000000000000000";
