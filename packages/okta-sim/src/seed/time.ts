import type { Clock } from "../org/clock.ts";

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The instant that a seed names: an absolute one, or so long before now (`-3d`). */
export function instant(when: string, clock: Clock): Date {
  const match = /^-(\d+)([smhd])$/.exec(when);
  if (match === null) return new Date(when);
  return new Date(clock().getTime() - Number(match[1]) * (UNIT_MS[match[2] ?? "s"] ?? 0));
}
