import type { ApiFault } from "../errors/api-error.ts";

/** Enough for whatever an API has to say; an answer may be megabytes, and its words go into errors and records. */
const longestText = 1000;
const mostCauses = 20;

/** A text that the other side wrote, cut where it is too long to be shown or recorded, and saying so. */
export function cut(text: string): string {
  if (text.length <= longestText) return text;
  return `${text.slice(0, longestText).toWellFormed()}... (cut, of ${text.length} characters)`;
}

/**
 * A fault short enough to be shown and recorded. Only for one that secrets were taken out of: half of one, before a cut,
 * would not be found any more.
 */
export function shortened(fault: ApiFault): ApiFault {
  const members = Object.entries(fault).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === "string" ? cut(value) : value,
  ]);
  const causes = fault.causes.slice(0, mostCauses).map(cut);
  const more = fault.causes.length - causes.length;
  if (more > 0) causes.push(`(cut, with ${more} more causes)`);
  return { ...(Object.fromEntries(members) as ApiFault), causes };
}
