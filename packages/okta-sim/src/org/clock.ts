/** Gives the present instant. */
export type Clock = () => Date;

/** An instant as Okta prints it everywhere but in the System Log: to the second, ending `.000Z`. */
export function timestamp(instant: Date): string {
  return instant.toISOString().replace(/\.\d{3}Z$/, ".000Z");
}
