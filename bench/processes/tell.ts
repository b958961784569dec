/** Tells the bench what it asked for, and ends the process, whatever is still open in it. */
export function tell(told: unknown): void {
  process.send?.(told, () => process.exit());
}
