import { invalid } from "../org/errors.ts";

type Json = Readonly<Record<string, unknown>>;

/** The members that a `fields` projection such as `id,status,profile:(firstName,city)` asks for; `id` is always one. */
export function project(body: Json, fields: string): Json {
  const wanted = parse(fields);
  const { profile } = body as { profile?: Json };
  const kept = Object.entries(body).flatMap(([name, value]) => {
    const inner = name === "id" ? [] : wanted.get(name);
    if (inner === undefined) return [];
    if (inner.length === 0 || profile === undefined) return [[name, value]];
    return [[name, Object.fromEntries(Object.entries(value as Json).filter(([key]) => inner.includes(key)))]];
  });
  return Object.fromEntries(kept);
}

function parse(fields: string): Map<string, readonly string[]> {
  const item = /\s*([\w-]+)(?::\(([\w\s,.-]*)\))?\s*(,|$)/y;
  const wanted = new Map<string, readonly string[]>();
  while (item.lastIndex < fields.length) {
    const match = item.exec(fields);
    if (match === null) throw invalid("fields", `fields: ${fields} is not well-formed`);
    wanted.set(
      match[1] ?? "",
      (match[2] ?? "")
        .split(",")
        .map((name) => name.trim())
        .filter(Boolean),
    );
  }
  return wanted;
}
