import type { Grammar } from "../filter/compile.ts";
import { refuse } from "../org/errors.ts";
import type { Table } from "../org/table.ts";
import { type Call, text } from "./call.ts";

interface Identified {
  readonly id: string;
}

type Place = readonly [key: string | number, id: string];

/** The order of a list. A cursor is a place in it, and stays one when the record that it was made of changes or goes. */
export interface Order<T> {
  readonly sort: (records: readonly T[]) => readonly T[];
  readonly cursor: (record: T) => string;
  /** Whether a record comes behind a cursor; behind none, all do. */
  readonly isBehind: (cursor: string | undefined) => (record: T) => boolean;
}

/** By id, which is the cursor too. A cursor that was no record's id ever is refused with `code`. */
export function byId<T extends Identified>(
  table: Table<T>,
  code: "E0000029" | "E0000031" = "E0000031",
): Order<T> {
  return {
    sort: (records) => records.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    cursor: ({ id }) => id,
    isBehind: (cursor) => {
      if (cursor !== undefined && !table.knew(cursor)) throw refuse(code, "Invalid cursor.");
      return ({ id }) => cursor === undefined || id > cursor;
    },
  };
}

/** By a key, upwards or downwards; ties by id. A cursor holds both; what is none is refused with E0000031. */
export function byKey<T extends Identified>(
  key: (record: T) => string | number,
  direction: 1 | -1 = 1,
): Order<T> {
  const placeOf = (record: T): Place => [key(record), record.id];
  const compare = ([a, id]: Place, [b, otherId]: Place): number => {
    // A number comes behind what is none, as behind the empty text of a record without a value.
    if (typeof a !== typeof b) return typeof a === "string" ? -direction : direction;
    if (a !== b) return a < b ? -direction : direction;
    return id === otherId ? 0 : id < otherId ? -1 : 1;
  };
  return {
    sort: (records) => records.toSorted((a, b) => compare(placeOf(a), placeOf(b))),
    cursor: (record) => Buffer.from(JSON.stringify(placeOf(record))).toString("base64url"),
    isBehind: (cursor) => {
      const place = cursor === undefined ? undefined : placeAt(cursor);
      return (record) => place === undefined || compare(placeOf(record), place) > 0;
    },
  };
}

/** As `sortBy` and `sortOrder` ask for it; without `sortBy` by id. Throws E0000031. */
export function requestedOrder<T extends Identified>(
  call: Call,
  table: Table<T>,
  grammar: Grammar<T>,
): Order<T> {
  const attribute = text(call, "sortBy");
  if (attribute === undefined) return byId(table);
  const field = grammar.field(attribute);
  if (field === undefined) throw refuse("E0000031", `sortBy: ${attribute} can't be sorted by`);
  const key = (record: T): string | number => {
    const value = field.read(record) ?? "";
    if (typeof value === "number") return value;
    return (typeof value === "string" ? value : JSON.stringify(value)).toLowerCase();
  };
  return byKey(key, (text(call, "sortOrder") ?? "asc").toLowerCase().startsWith("desc") ? -1 : 1);
}

function placeAt(cursor: string): Place {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (Array.isArray(place) && place.length === 2) return place as unknown as Place;
  } catch {
    // Refused as any other that is no place.
  }
  throw refuse("E0000031", "Invalid cursor.");
}
