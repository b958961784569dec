import type { Field, Grammar } from "../filter/compile.ts";
import { invalid } from "../org/errors.ts";
import type { Org } from "../org/org.ts";
import type { App } from "../org/types.ts";
import { type Answer, type Call, flag, limitOf, ok, text } from "./call.ts";
import { cut, links } from "./paging.ts";
import { compiled } from "./expressions.ts";
import { byId } from "./sorting.ts";
import { appUserView, appView } from "./views.ts";

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 200;

function grammar(org: Org): Grammar<App> {
  return {
    // A single expression is all that apps can be filtered by.
    joins: [],
    field: (attribute): Field<App> | undefined => {
      const read = reader(org, attribute);
      return read && { operators: ["eq"], caseSensitive: true, read };
    },
  };
}

function reader(org: Org, attribute: string): ((app: App) => unknown) | undefined {
  switch (attribute) {
    case "id":
    case "status":
    case "name":
      return (app) => app[attribute];
    case "user.id":
      return (app) => [...(org.assignments.get(app.id)?.keys() ?? [])];
    case "group.id":
      return (app) => app.groupIds;
    case "credentials.signing.kid":
      return (app) => (app.credentials["signing"] as { kid?: string } | undefined)?.kid;
    case "settings.slo.enabled":
      return (app) => (app.settings["slo"] as { enabled?: boolean } | undefined)?.enabled;
    default:
      return undefined;
  }
}

/** GET /apps: active ones, unless a filter or `includeNonDeleted` asks for more; deleted ones never. */
export function listApps(call: Call): Answer {
  const { org } = call;
  const filter = text(call, "filter");
  const q = text(call, "q")?.toLowerCase();
  const userId = expandedUser(call, filter);
  const limit = limitOf(call, DEFAULT_LIMIT, MAX_LIMIT);
  const order = byId(org.apps, "E0000029");
  const all = filter !== undefined || flag(call, "includeNonDeleted", false);
  const matches = filter === undefined ? (): boolean => true : compiled(filter, grammar(org));
  const rest = org.apps
    .all()
    .filter(({ status }) => (all ? status !== "DELETED" : status === "ACTIVE"))
    .filter(order.isBehind(text(call, "after")))
    .filter(
      ({ name, label }) => q === undefined || [name, label].some((word) => word.toLowerCase().startsWith(q)),
    )
    .filter(matches);
  const page = cut(rest, limit, order.cursor);
  const drop = ["useOptimization", "includeNonDeleted", "alwaysIncludeVpnSettings"];
  return ok(
    page.items.map((app) => expanded(call, app, userId)),
    { link: links(call, { limit }, page.next, drop) },
  );
}

/** An app, with the app user of `userId` in it if there is one. */
export function expanded(call: Call, app: App, userId: string | undefined): unknown {
  const body = appView(call.org, app, call.origin);
  const appUser = userId === undefined ? undefined : call.org.assignments.get(app.id)?.get(userId);
  if (appUser === undefined) return body;
  return { ...body, _embedded: { user: appUserView(call.org, app, appUser, call.origin) } };
}

function expandedUser(call: Call, filter: string | undefined): string | undefined {
  const expand = text(call, "expand");
  if (expand === undefined) return undefined;
  const userId = /^user\/(.+)$/.exec(expand)?.[1];
  const asked = /^\s*user\.id\s+eq\s+"([^"]*)"\s*$/i.exec(filter ?? "")?.[1];
  if (userId === undefined || userId !== asked) throw invalid("RequestParams", "Expand query is malformed.");
  return userId;
}
