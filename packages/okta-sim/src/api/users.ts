import * as lifecycle from "../org/lifecycle.ts";
import { findUser, userById } from "../org/lookup.ts";
import { refuse } from "../org/errors.ts";
import type { User } from "../org/types.ts";
import { checkIfMatch, createUser, etagOf, updateUser } from "../org/users.ts";
import { appLinksOf } from "./app-links.ts";
import { userBody } from "./bodies.ts";
import { type Answer, type Call, flag, NO_CONTENT, ok, type Route, text } from "./call.ts";
import { factorView } from "./factors.ts";
import { trimmed } from "./trimming.ts";
import { listUsers } from "./users-list.ts";
import { userAlone } from "./views.ts";

const READ = "okta.users.read";
const MANAGE = "okta.users.manage";

/** The operations on users. */
export const USER_ROUTES: readonly Route[] = [
  { method: "GET", path: "/api/v1/users", scope: READ, handle: listUsers },
  { method: "POST", path: "/api/v1/users", scope: MANAGE, handle: create },
  { method: "GET", path: "/api/v1/users/{id}", scope: READ, handle: read },
  { method: "PUT", path: "/api/v1/users/{id}", scope: MANAGE, handle: (call) => update(call, "replace") },
  { method: "POST", path: "/api/v1/users/{id}", scope: MANAGE, handle: (call) => update(call, "merge") },
  { method: "GET", path: "/api/v1/users/{id}/appLinks", scope: READ, handle: readAppLinks },
  { method: "GET", path: "/api/v1/users/{userId}/factors", scope: READ, handle: readFactors },
  { method: "DELETE", path: "/api/v1/users/{userId}/sessions", scope: MANAGE, handle: clearSessions },
  { method: "POST", path: "/api/v1/users/{id}/lifecycle/activate", scope: MANAGE, handle: activate },
  {
    method: "POST",
    path: "/api/v1/users/{id}/lifecycle/reset_password",
    scope: MANAGE,
    handle: resetPassword,
  },
  { method: "POST", path: "/api/v1/users/{id}/lifecycle/reactivate", scope: MANAGE, handle: reactivate },
  {
    method: "POST",
    path: "/api/v1/users/{id}/lifecycle/expire_password",
    scope: MANAGE,
    handle: expirePassword,
  },
  { method: "DELETE", path: "/api/v1/users/{id}", scope: MANAGE, handle: remove },
  lifecycleRoute("unlock", lifecycle.unlock),
  lifecycleRoute("reset_factors", lifecycle.resetFactors),
  { method: "POST", path: "/api/v1/users/{id}/lifecycle/deactivate", scope: MANAGE, handle: deactivate },
  lifecycleRoute("suspend", lifecycle.suspend),
  lifecycleRoute("unsuspend", lifecycle.unsuspend),
];

function lifecycleRoute(step: string, apply: typeof lifecycle.suspend): Route {
  return {
    method: "POST",
    path: `/api/v1/users/{id}/lifecycle/${step}`,
    scope: MANAGE,
    handle: (call) => {
      apply(call.org, named(call), call.caller);
      return ok({});
    },
  };
}

function deactivate(call: Call): Answer {
  const apply = inBackground(call) ? lifecycle.deactivateLater : lifecycle.deactivate;
  apply(call.org, named(call), call.caller);
  return ok({});
}

function inBackground(call: Call): boolean {
  return call.header("prefer") === "respond-async";
}

function create(call: Call): Answer {
  const options = {
    activate: flag(call, "activate", true),
    expirePassword: text(call, "nextLogin") === "changePassword",
  };
  const user = createUser(call.org, userBody(call, "newUser"), options, call.caller);
  return ok(userAlone(call.org, user, call.origin));
}

function read(call: Call): Answer {
  const user = named(call);
  const blocks = text(call, "expand") === "blocks" && { _embedded: { blocks: [] } };
  const body = trimmed(call, userAlone(call.org, user, call.origin));
  return ok({ ...body, ...blocks }, { etag: etagOf(user) });
}

function update(call: Call, mode: "replace" | "merge"): Answer {
  const user = named(call);
  checkIfMatch(user, call.header("if-match"));
  const input = { ...userBody(call, "user"), strict: flag(call, "strict", false) };
  const updated = updateUser(call.org, user, input, mode, call.caller);
  return ok(userAlone(call.org, updated, call.origin));
}

function activate(call: Call): Answer {
  const activationToken = lifecycle.activate(call.org, named(call), call.caller);
  return flag(call, "sendEmail", true) ? ok({}) : ok(activationLink(call, activationToken));
}

function reactivate(call: Call): Answer {
  const activationToken = lifecycle.reactivate(call.org, named(call), call.caller);
  return flag(call, "sendEmail", false) ? ok({}) : ok(activationLink(call, activationToken));
}

function activationLink(call: Call, activationToken: string): unknown {
  return { activationUrl: `${call.origin}/tokens/${activationToken}/verify`, activationToken };
}

function expirePassword(call: Call): Answer {
  const user = lifecycle.expirePassword(call.org, named(call), call.caller);
  return ok(userAlone(call.org, user, call.origin));
}

function remove(call: Call): Answer {
  lifecycle.remove(call.org, named(call), inBackground(call), call.caller);
  return NO_CONTENT;
}

function resetPassword(call: Call): Answer {
  if (text(call, "sendEmail") === undefined && call.org.knobs.missingSendEmail === "refuse") {
    throw refuse("E0000028", "sendEmail: The parameter is required");
  }
  const user = named(call);
  const resetToken = lifecycle.resetPassword(
    call.org,
    user,
    flag(call, "revokeSessions", false),
    call.caller,
  );
  if (flag(call, "sendEmail", true)) return ok({});
  return ok({ resetPasswordUrl: `${call.origin}/reset_password/${resetToken}` });
}

function clearSessions(call: Call): Answer {
  lifecycle.clearSessions(call.org, userById(call.org, call.param("userId")), call.caller);
  return NO_CONTENT;
}

function readFactors(call: Call): Answer {
  const user = userById(call.org, call.param("userId"));
  return ok(user.factors.map((factor) => factorView(user, factor, call.origin)));
}

function readAppLinks(call: Call): Answer {
  return ok(appLinksOf(call.org, named(call), call.origin));
}

function named(call: Call): User {
  return findUser(call.org, call.param("id"), call.caller);
}
