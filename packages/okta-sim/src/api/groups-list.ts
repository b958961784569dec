import type { Field, Grammar } from "../filter/compile.ts";
import type { Operator } from "../filter/parse.ts";
import { refuse } from "../org/errors.ts";
import { membersOf } from "../org/groups.ts";
import type { Org } from "../org/org.ts";
import { textOf } from "../org/profile.ts";
import type { Group } from "../org/types.ts";
import { type Answer, type Call, limitOf, ok, text } from "./call.ts";
import { cut, links } from "./paging.ts";
import { byId, requestedOrder } from "./sorting.ts";
import { compiled } from "./expressions.ts";
import { groupView } from "./views.ts";

const DEFAULT_LIMIT = 10_000;
const Q_LIMIT = 300;

const SEARCH: readonly Operator[] = ["eq", "sw", "gt", "ge", "lt", "le", "pr"];
const DATES = ["created", "lastMembershipUpdated", "lastUpdated"] as const;

const SEARCHABLE: Grammar<Group> = {
  joins: ["and", "or"],
  field: (attribute): Field<Group> | undefined => {
    const date = DATES.find((name) => name === attribute);
    if (date !== undefined) return { operators: SEARCH, kind: "date", read: (group) => group[date] };
    if (attribute === "id" || attribute === "type")
      return { operators: SEARCH, read: (group) => group[attribute] };
    if (attribute === "source.id") return { operators: SEARCH, read: (group) => group.sourceId };
    if (!attribute.startsWith("profile.")) return undefined;
    const name = attribute.slice("profile.".length);
    const operators: readonly Operator[] =
      name === "name" || name === "description" ? [...SEARCH, "co"] : SEARCH;
    return { operators, read: (group) => group.profile[name] };
  },
};

const FILTERABLE: Grammar<Group> = {
  joins: ["and", "or"],
  field: (attribute): Field<Group> | undefined => {
    const operators: readonly Operator[] = ["eq", "gt", "lt"];
    if (attribute === "lastUpdated" || attribute === "lastMembershipUpdated") {
      return { operators, kind: "date", read: (group) => group[attribute] };
    }
    if (attribute !== "id" && attribute !== "type") return undefined;
    return { operators, caseSensitive: true, read: (group) => group[attribute] };
  },
};

/** GET /groups: `search` from the index, `filter` and `q` from current data. `q` never pages. */
export function listGroups(call: Call): Answer {
  const [search, filter, q] = ["search", "filter", "q"].map((name) => text(call, name));
  if (search !== undefined && (filter ?? q) !== undefined) throw refuse("E0000033");
  const { groups: table } = call.org;
  const order = search === undefined ? byId(table) : requestedOrder(call, table, SEARCHABLE);
  const groups =
    search === undefined ? table.all() : order.sort(table.indexed()).filter(compiled(search, SEARCHABLE));
  const kept = filter === undefined ? groups : groups.filter(compiled(filter, FILTERABLE));
  if (q !== undefined) return ok(typeAhead(call, kept, q).map((group) => view(call, group)));

  const limit = limitOf(call, DEFAULT_LIMIT, DEFAULT_LIMIT);
  const page = cut(kept.filter(order.isBehind(text(call, "after"))), limit, order.cursor);
  return ok(
    page.items.map((group) => view(call, group)),
    { link: links(call, { limit }, page.next) },
  );
}

function typeAhead(call: Call, groups: readonly Group[], q: string): readonly Group[] {
  const prefix = q.toLowerCase();
  const exact = groups.filter((group) => nameOf(group) === prefix);
  const longer = groups.filter((group) => nameOf(group) !== prefix && nameOf(group).startsWith(prefix));
  return [...exact, ...longer].slice(0, limitOf(call, Q_LIMIT, DEFAULT_LIMIT));
}

function view(call: Call, group: Group): unknown {
  const expand = text(call, "expand")?.split(",") ?? [];
  const embedded = {
    ...(expand.includes("stats") && { stats: stats(call.org, group) }),
    ...(expand.includes("app") && group.sourceId !== undefined && { app: source(call.org, group.sourceId) }),
  };
  const body = groupView(group, call.origin);
  return Object.keys(embedded).length === 0 ? body : { ...body, _embedded: embedded };
}

function stats(org: Org, group: Group): unknown {
  return {
    usersCount: membersOf(org, group).length,
    appsCount: org.apps.all().filter(({ groupIds }) => groupIds.includes(group.id)).length,
    groupPushMappingsCount: group.usedBy === "push-mapping" ? 1 : 0,
    hasAdminPrivilege: false,
  };
}

function source(org: Org, appId: string): unknown {
  const app = org.apps.get(appId);
  return app && { id: app.id, name: app.name, label: app.label, signOnMode: app.signOnMode };
}

function nameOf(group: Group): string {
  return textOf(group.profile, "name").toLowerCase();
}
