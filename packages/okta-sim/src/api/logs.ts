import { compileFilter, type Field, type Grammar } from "../filter/compile.ts";
import { FilterError, type Operator } from "../filter/parse.ts";
import { invalid, OktaError, refuse } from "../org/errors.ts";
import type { LogEvent, LoggedEvent } from "../org/system-log.ts";
import { type Answer, type Call, ok, type Route, text } from "./call.ts";
import { links } from "./paging.ts";

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
const DEFAULT_DAYS = 7;
const REFUSED_DAYS = 180;
const KEPT_DAYS = 90;
const MAX_KEYWORDS = 10;
const MAX_KEYWORD = 40;

/** The one operation on the System Log. */
export const LOG_ROUTES: readonly Route[] = [
  { method: "GET", path: "/api/v1/logs", scope: "okta.logs.read", handle: listEvents },
];

const EVERY_OPERATOR: readonly Operator[] = ["eq", "ne", "gt", "ge", "lt", "le", "sw", "ew", "co", "pr"];
const NO_CONTAINS = new Set(["debugContext.debugData.url", "debugContext.debugData.requestUri"]);

const GRAMMAR: Grammar<LogEvent> = {
  joins: ["and", "or", "not"],
  field: (attribute): Field<LogEvent> | undefined => {
    if (attribute === "published") return undefined;
    const path = attribute.split(".");
    const operators = NO_CONTAINS.has(attribute)
      ? EVERY_OPERATOR.filter((name) => name !== "co")
      : EVERY_OPERATOR;
    return { operators, read: (event) => descend(event, path) };
  },
};

/**
 * GET /logs. With `until` it is bounded: by `published`, and the last page has no next. Without, ascending, it polls: in
 * order of arrival, and there is always a next to come back to.
 */
function listEvents(call: Call): Answer {
  const limit = limitOf(call);
  const descending = isDescending(call);
  const matches = matcher(call);
  const [since, until] = range(call);
  const events = call.org.log.readable().filter(({ event }) => kept(call, event));
  if (!descending && text(call, "until") === undefined) return poll(call, events, since, matches, limit);
  return bounded(call, events, since, until, matches, limit, descending);
}

function poll(
  call: Call,
  events: readonly LoggedEvent[],
  since: number,
  matches: (event: LogEvent) => boolean,
  limit: number,
): Answer {
  const after = text(call, "after");
  const [start, from] = after === undefined ? [since, 0] : cursor(after);
  const found: LogEvent[] = [];
  let [instant, arrival] = [start, from];
  for (const entry of events) {
    if (entry.arrival < from || found.length === limit) continue;
    const early = after === undefined && entry.persisted < since;
    if (!early && matches(entry.event)) found.push(entry.event);
    if (!early) instant = entry.persisted;
    arrival = entry.arrival + 1;
  }
  return ok(found, {
    link: [...links(call, {}, undefined), ...links(call, {}, `${instant}_${arrival}`, ["since"]).slice(1)],
  });
}

function bounded(
  call: Call,
  events: readonly LoggedEvent[],
  since: number,
  until: number,
  matches: (event: LogEvent) => boolean,
  limit: number,
  descending: boolean,
): Answer {
  const sign = descending ? -1 : 1;
  const order = (a: LoggedEvent, b: LoggedEvent): number =>
    sign * (published(a.event) - published(b.event) || a.arrival - b.arrival);
  const inRange = events
    .filter(({ event }) => published(event) >= since && published(event) < until && matches(event))
    .toSorted(order);
  const after = text(call, "after");
  const [instant, arrival] = after === undefined ? [] : cursor(after);
  const rest = inRange.filter(
    (entry) =>
      instant === undefined ||
      arrival === undefined ||
      sign * (published(entry.event) - instant || entry.arrival - arrival) > 0,
  );
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const next =
    last !== undefined && rest.length > limit ? `${published(last.event)}_${last.arrival}` : undefined;
  const set: Record<string, string> = Number.isFinite(since) ? { since: new Date(since).toISOString() } : {};
  return ok(
    page.map(({ event }) => event),
    { link: links(call, set, next) },
  );
}

function range(call: Call): readonly [since: number, until: number] {
  const now = call.org.clock().getTime();
  const [after, sent] = [text(call, "after"), text(call, "since")];
  const until = text(call, "until") === undefined ? Number.POSITIVE_INFINITY : date(call, "until");
  if (sent === undefined) {
    return [
      after === undefined ? Math.min(now, until) - DEFAULT_DAYS * DAY_MS : Number.NEGATIVE_INFINITY,
      until,
    ];
  }
  const since = date(call, "since");
  if (call.org.knobs.logRetention === "strict" && since < now - REFUSED_DAYS * DAY_MS) {
    throw refuse("E0000053", `since: Events more than ${REFUSED_DAYS} days back can't be asked for`);
  }
  if (since > until) throw invalid("since", "since: The value must not be after until");
  return [since, until];
}

function kept(call: Call, event: LogEvent): boolean {
  if (call.org.knobs.logRetention === "lenient") return true;
  return published(event) >= call.org.clock().getTime() - KEPT_DAYS * DAY_MS;
}

function matcher(call: Call): (event: LogEvent) => boolean {
  const filter = text(call, "filter");
  const inFilter = filter === undefined ? (): boolean => true : compiled(filter);
  const keywords = (text(call, "q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  if (keywords.length > MAX_KEYWORDS || keywords.some((keyword) => keyword.length > MAX_KEYWORD)) {
    throw invalid("q", `q: At most ${MAX_KEYWORDS} keywords of ${MAX_KEYWORD} characters are allowed`);
  }
  return (event) => inFilter(event) && (keywords.length === 0 || hasAll(event, keywords));
}

function hasAll(event: LogEvent, keywords: readonly string[]): boolean {
  const words = new Set<string>();
  collect(event, words);
  return keywords.every((keyword) => words.has(keyword));
}

/** The words that a keyword can match: values whole, split at blanks, and their parts between hyphens and dots. */
function collect(value: unknown, words: Set<string>): void {
  if (typeof value === "object" && value !== null)
    for (const inner of Object.values(value)) collect(inner, words);
  if (typeof value !== "string") return;
  for (const word of value.toLowerCase().split(/\s+/)) {
    words.add(word);
    for (const part of word.split(/[^\p{L}\p{N}_]+/u)) words.add(part);
  }
}

function compiled(filter: string): (event: LogEvent) => boolean {
  try {
    return compileFilter(filter, GRAMMAR);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const where = `${error.message} at position ${error.at}`;
    if (error.reason === "unsupported") throw new OktaError("E0000031", `Invalid search criteria: ${where}`);
    throw new OktaError("E0000053", `Invalid filter '${filter}': ${where}`);
  }
}

function limitOf(call: Call): number {
  const value = text(call, "limit");
  if (value === undefined) return DEFAULT_LIMIT;
  if (!/^\d+$/.test(value) || Number(value) > MAX_LIMIT) {
    throw refuse("E0000053", `limit: ${value} is not between 0 and ${MAX_LIMIT}`);
  }
  return Number(value);
}

function isDescending(call: Call): boolean {
  const order = text(call, "sortOrder") ?? "ASCENDING";
  if (order !== "ASCENDING" && order !== "DESCENDING")
    throw refuse("E0000053", `sortOrder: ${order} is not allowed`);
  return order === "DESCENDING";
}

function date(call: Call, name: string): number {
  const value = text(call, name) ?? "";
  const instant = /^\d{4}-\d{2}-\d{2}(T|$)/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(instant)) throw invalid(name, `${name}: The value is not an ISO 8601 date`);
  return instant;
}

function cursor(after: string): readonly [instant: number, arrival: number] {
  const match = /^(-?\d+)_(\d+)$/.exec(after);
  if (match === null) throw refuse("E0000053", "after: Invalid cursor.");
  return [Number(match[1]), Number(match[2])];
}

function published(event: LogEvent): number {
  return Date.parse(event.published);
}

function descend(value: unknown, path: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => descend(item, path));
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (typeof value !== "object" || value === null) return undefined;
  return descend((value as Readonly<Record<string, unknown>>)[name], rest);
}
