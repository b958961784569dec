import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./page.ts";

/** What `pnpm bench --save` writes, as far as it is shown. */
export interface Saved {
  readonly at: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly node: string;
    readonly platform: string;
  };
  readonly results: readonly Measured[];
}

/** One row of the bench. */
export interface Measured {
  /** The word that selects its bench. */
  readonly bench: string;
  readonly what: string;
  readonly unit: string;
  readonly peerName: string;
  readonly medians: { readonly ours: number; readonly peer: number };
  readonly ratio: number;
  readonly spread: number;
  readonly verdict: string;
  /** What the ratio is to be. */
  readonly goal?: { readonly atLeast?: number; readonly atMost?: number };
}

/** The last saved run, if there is one. */
export async function readSaved(): Promise<Saved | undefined> {
  try {
    return JSON.parse(await readFile(join(root, "bench/results/latest.json"), "utf8")) as Saved;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** When and on what a run was made. */
export function madeOn({ at, machine }: Saved): string {
  return `Measured on ${at.slice(0, 10)}: ${machine.cores} × ${machine.cpu}, Node.js ${machine.node}, ${machine.platform}.`;
}

/** Whether more of a row's unit is better: work a second is, anything else is spent. */
export function moreIsBetter({ unit, goal }: Pick<Measured, "unit" | "goal">): boolean {
  if (goal?.atLeast !== undefined) return true;
  return goal?.atMost === undefined && unit.endsWith("/s");
}

/** Whether a row's rounds differ too much to say anything. */
export function isNoisy({ verdict }: Pick<Measured, "verdict">): boolean {
  return verdict === "too noisy";
}
