import {
  type ApiServer,
  startApiServer,
  type WireAnswer,
  type WireRequest,
} from "../../src/testing/api-server.ts";
import type { Door } from "./doors.ts";

/** The API of a building with two doors, over a real socket: it keeps what is done to them. */
export interface Building extends AsyncDisposable {
  readonly server: ApiServer;
  readonly origin: string;
  readonly doors: Map<string, Door & { readonly pin?: string }>;
  /** What the API was made to do: requests other than reads. */
  writes(): readonly WireRequest[];
  /** Takes the place of an answer, or gives none and lets the building answer. */
  intercept(hook: ((request: WireRequest) => WireAnswer | undefined) | undefined): void;
  /** As the building answers, with what it does. */
  answer(request: WireRequest): WireAnswer;
}

export async function startBuilding(): Promise<Building> {
  const server = await startApiServer();
  const doors = new Map<string, Door>([
    ["d1", { id: "d1", name: "Front door", state: "open" }],
    ["d2", { id: "d2", name: "Back door", state: "open" }],
  ]);
  const answer = (request: WireRequest): WireAnswer => answerFor(doors, request);
  let hook: ((request: WireRequest) => WireAnswer | undefined) | undefined;
  server.reply((request) => hook?.(request) ?? answer(request));
  return {
    server,
    origin: server.origin,
    doors,
    writes: () => server.requests.filter(({ method }) => method !== "GET"),
    intercept: (other) => {
      hook = other;
    },
    answer,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function answerFor(doors: Map<string, Door>, { method, path, query, body }: WireRequest): WireAnswer {
  const [, , id, verb] = path.split("/");
  if (id === undefined && method === "POST") {
    const made = { id: `d${doors.size + 1}`, state: "open" as const, ...(body as { name: string }) };
    doors.set(made.id, made);
    return { status: 201, body: made };
  }
  if (id === undefined) return page("doors", [...doors.values()], query["page"]);
  const door = doors.get(decodeURIComponent(id));
  if (!door) return { status: 404, body: { code: "gone", message: "there is no such door" } };
  if (verb === "log") return page("entries", [{ at: 1 }, { at: 2 }, { at: 3 }], query["page"]);
  if (verb === "lock") doors.set(door.id, { ...door, state: "locked" });
  if (method === "DELETE") doors.delete(door.id);
  return method === "GET" ? { status: 200, body: door } : { status: 204 };
}

/** One item a page, so that every list has several. */
function page(name: string, items: readonly unknown[], token = "0"): WireAnswer {
  const at = Number(token);
  return {
    status: 200,
    body: { [name]: items.slice(at, at + 1), ...(at + 1 < items.length && { next: String(at + 1) }) },
  };
}
