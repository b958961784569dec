import {
  addMember,
  createGroup,
  deleteGroup,
  groupsOf,
  membersOf,
  removeMember,
  updateGroup,
} from "../org/groups.ts";
import { findGroup, findUser } from "../org/lookup.ts";
import type { Group } from "../org/types.ts";
import { groupBody } from "./bodies.ts";
import { type Answer, type Call, limitOf, NO_CONTENT, ok, type Route, text } from "./call.ts";
import { listGroups } from "./groups-list.ts";
import { cut, links } from "./paging.ts";
import { byId } from "./sorting.ts";
import { groupView, userInList } from "./views.ts";

const READ = "okta.groups.read";
const MANAGE = "okta.groups.manage";
const MEMBERS_LIMIT = 1000;
const MEMBER = "/api/v1/groups/{groupId}/users/{userId}";

/** The operations on groups and their members. */
export const GROUP_ROUTES: readonly Route[] = [
  { method: "GET", path: "/api/v1/groups", scope: READ, handle: listGroups },
  { method: "POST", path: "/api/v1/groups", scope: MANAGE, handle: create },
  { method: "GET", path: "/api/v1/groups/{groupId}", scope: READ, handle: read },
  { method: "PUT", path: "/api/v1/groups/{groupId}", scope: MANAGE, handle: update },
  { method: "DELETE", path: "/api/v1/groups/{groupId}", scope: MANAGE, handle: remove },
  { method: "GET", path: "/api/v1/groups/{groupId}/users", scope: READ, handle: readMembers },
  { method: "PUT", path: MEMBER, scope: MANAGE, handle: (call) => changeMember(call, addMember) },
  { method: "DELETE", path: MEMBER, scope: MANAGE, handle: (call) => changeMember(call, removeMember) },
  { method: "GET", path: "/api/v1/users/{id}/groups", scope: READ, handle: readGroupsOfUser },
];

function create(call: Call): Answer {
  return ok(groupView(createGroup(call.org, groupBody(call), call.caller), call.origin));
}

function read(call: Call): Answer {
  return ok(groupView(named(call), call.origin));
}

function update(call: Call): Answer {
  const group = named(call);
  return ok(groupView(updateGroup(call.org, group, groupBody(call), call.caller), call.origin));
}

function remove(call: Call): Answer {
  deleteGroup(call.org, named(call), call.caller);
  return NO_CONTENT;
}

function readMembers(call: Call): Answer {
  const group = named(call);
  const limit = limitOf(call, MEMBERS_LIMIT, MEMBERS_LIMIT);
  const order = byId(call.org.users);
  const rest = membersOf(call.org, group).filter(order.isBehind(text(call, "after")));
  const page = cut(rest, limit, order.cursor);
  return ok(
    page.items.map((user) => userInList(user, call.origin)),
    { link: links(call, { limit }, page.next) },
  );
}

function changeMember(call: Call, change: typeof addMember): Answer {
  change(call.org, call.param("groupId"), call.param("userId"), call.caller);
  return NO_CONTENT;
}

function readGroupsOfUser(call: Call): Answer {
  const user = findUser(call.org, call.param("id"), call.caller);
  return ok(groupsOf(call.org, user).map((group) => groupView(group, call.origin)));
}

function named(call: Call): Group {
  return findGroup(call.org, call.param("groupId"));
}
