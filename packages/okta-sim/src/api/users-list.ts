import type { Field, Grammar } from "../filter/compile.ts";
import type { Operator } from "../filter/parse.ts";
import { refuse } from "../org/errors.ts";
import type { Org } from "../org/org.ts";
import { isUserAttribute, textOf } from "../org/profile.ts";
import type { User } from "../org/types.ts";
import { type Answer, type Call, limitOf, ok, text } from "./call.ts";
import { compiled } from "./expressions.ts";
import { project } from "./fields.ts";
import { cut, links } from "./paging.ts";
import { requestedOrder } from "./sorting.ts";
import { trimmed } from "./trimming.ts";
import { userInList } from "./views.ts";

const DEFAULT_LIMIT = 200;
const Q_LIMIT = 10;
const MAX_LIMIT = 200;

const SEARCH: readonly Operator[] = ["eq", "sw", "gt", "ge", "lt", "le", "pr"];
const DATES = ["created", "activated", "statusChanged", "lastUpdated"] as const;
const CONTAINS = new Set(["firstName", "lastName", "email", "login"]);

/** What `search` can ask of users. */
function searchGrammar(org: Org): Grammar<User> {
  return {
    joins: ["and", "or"],
    field: (attribute): Field<User> | undefined => {
      const date = DATES.find((name) => name === attribute);
      if (date !== undefined) return { operators: SEARCH, kind: "date", read: (user) => user[date] };
      if (attribute === "id" || attribute === "status")
        return { operators: SEARCH, read: (user) => user[attribute] };
      if (attribute === "type.id") return { operators: SEARCH, read: (user) => user.typeId };
      const name = attribute.startsWith("profile.") ? attribute.slice("profile.".length) : "";
      if (!isUserAttribute(org, name)) return undefined;
      const operators: readonly Operator[] = CONTAINS.has(name) ? [...SEARCH, "co"] : SEARCH;
      return { operators, read: (user) => user.profile[name] };
    },
  };
}

const TYPED_AHEAD = ["firstName", "lastName", "email"];
const FILTERED = ["login", "email", "firstName", "lastName"];

const FILTER: Grammar<User> = {
  joins: ["and", "or"],
  field: (attribute) => {
    const caseSensitive = true;
    if (attribute === "lastUpdated") {
      return { operators: ["eq", "gt", "ge", "lt", "le"], kind: "date", read: (user) => user.lastUpdated };
    }
    if (attribute === "id" || attribute === "status") {
      return { operators: ["eq"], caseSensitive, read: (user) => user[attribute] };
    }
    const name = FILTERED.find((known) => attribute === `profile.${known}`);
    return name && { operators: ["eq"], caseSensitive, read: (user) => user.profile[name] };
  },
} as Grammar<User>;

/** GET /users: `search` from the index, `filter` and `q` from current data, or all that aren't deactivated. */
export function listUsers(call: Call): Answer {
  const [search, filter, q] = ["search", "filter", "q"].map((name) => text(call, name));
  if ([search, filter, q].filter((value) => value !== undefined).length > 1) throw refuse("E0000033");
  if (q !== undefined) return typeAhead(call, q);
  return search === undefined ? plainList(call, filter) : searchList(call, search);
}

function typeAhead(call: Call, q: string): Answer {
  const prefix = q.toLowerCase();
  const found = call.org.users
    .all()
    .filter(({ status }) => status !== "DEPROVISIONED")
    .filter(({ profile }) =>
      TYPED_AHEAD.some((name) => textOf(profile, name).toLowerCase().startsWith(prefix)),
    );
  return ok(found.slice(0, limitOf(call, Q_LIMIT, MAX_LIMIT)).map((user) => view(call, user)));
}

function plainList(call: Call, filter: string | undefined): Answer {
  const limit = limitOf(call, DEFAULT_LIMIT, MAX_LIMIT);
  const matches =
    filter === undefined ? ({ status }: User) => status !== "DEPROVISIONED" : compiled(filter, FILTER);
  const after = text(call, "after");
  if (after !== undefined && !/^\d./.test(after)) throw refuse("E0000031", "Invalid cursor.");
  // A digit and the last id: the id alone would be mistaken for the cursor of a search.
  const rest = call.org.users
    .all()
    .filter((user) => matches(user) && (after === undefined || user.id > after.slice(1)));
  const page = cut(rest, limit, ({ id }) => `0${id}`);
  return ok(
    page.items.map((user) => view(call, user)),
    { link: links(call, { limit }, page.next) },
  );
}

function searchList(call: Call, search: string): Answer {
  const limit = limitOf(call, DEFAULT_LIMIT, MAX_LIMIT);
  const grammar = searchGrammar(call.org);
  const matches = compiled(search, grammar);
  const { users, knobs } = call.org;
  const order = requestedOrder(call, users, grammar);
  const rest = order
    .sort(users.indexed())
    .filter(order.isBehind(text(call, "after")))
    .filter(matches);
  const page = cut(rest, limit, order.cursor, knobs.emptyTrailingPage);
  const drop = text(call, "sortBy") === undefined ? ["sortBy", "sortOrder"] : [];
  return ok(
    page.items.map((user) => view(call, user)),
    { link: links(call, { limit }, page.next, drop) },
  );
}

function view(call: Call, user: User): unknown {
  const fields = text(call, "fields");
  const body = trimmed(call, userInList(user, call.origin));
  return fields === undefined ? body : project(body, fields);
}
