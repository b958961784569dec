import { notFound, refuse } from "../org/errors.ts";
import type { AuthorizationServer, Policy } from "../org/types.ts";
import { type Answer, type Call, limitOf, ok, type Route, text } from "./call.ts";
import { cut, links } from "./paging.ts";

const LIMIT = 200;

/** The operations on custom authorization servers; the org's own server is none of them. */
export const AUTHORIZATION_SERVER_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/api/v1/authorizationServers",
    scope: "okta.authorizationServers.read",
    handle: list,
  },
  {
    method: "GET",
    path: "/api/v1/authorizationServers/{authServerId}/policies",
    scope: "okta.authorizationServers.read",
    handle: readPolicies,
  },
];

function list(call: Call): Answer {
  needFeature(call);
  const limit = limitOf(call, LIMIT, LIMIT);
  const q = text(call, "q")?.toLowerCase();
  const after = text(call, "after");
  const rest = [...call.org.authorizationServers.values()]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .filter(({ id }) => after === undefined || id > after)
    .filter(
      ({ name, audiences }) =>
        q === undefined || [name, ...audiences].some((word) => word.toLowerCase().includes(q)),
    );
  const page = cut(rest, limit, ({ id }) => id, call.org.knobs.emptyTrailingPage);
  return ok(
    page.items.map((server) => serverView(server, call.origin)),
    { link: links(call, { limit }, page.next) },
  );
}

function readPolicies(call: Call): Answer {
  needFeature(call);
  const id = call.param("authServerId");
  const server = call.org.authorizationServers.get(id);
  if (server === undefined) throw notFound(id, "AuthorizationServer");
  const byPriority = server.policies.toSorted((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
  return ok(byPriority.map((policy) => policyView(server, policy, call.origin)));
}

function needFeature(call: Call): void {
  if (!call.org.knobs.apiAccessManagement) throw refuse("E0000015");
}

function serverView(server: AuthorizationServer, origin: string): unknown {
  const { keyId, policies: _, ...body } = server;
  const self = `${origin}/api/v1/authorizationServers/${server.id}`;
  const issuer = `${origin}/oauth2/${server.id}`;
  const collection = (name: string): unknown => ({
    href: `${self}/${name}`,
    hints: { allow: ["GET", "POST"] },
  });
  const metadata = ["oauth-authorization-server", "openid-configuration"].map((name) => ({
    name,
    href: `${issuer}/.well-known/${name}`,
    hints: { allow: ["GET"] },
  }));
  const { created, lastUpdated, ...rest } = body;
  const step = server.status === "ACTIVE" ? "deactivate" : "activate";
  return {
    ...rest,
    issuer,
    created,
    lastUpdated,
    credentials: {
      signing: { kid: keyId, rotationMode: "AUTO", lastRotated: created, nextRotation: lastUpdated },
    },
    default: server.id === "default",
    _links: {
      rotateKey: { href: `${self}/credentials/lifecycle/keyRotate`, hints: { allow: ["POST"] } },
      metadata,
      keys: { href: `${self}/credentials/keys`, hints: { allow: ["GET"] } },
      claims: collection("claims"),
      policies: collection("policies"),
      scopes: collection("scopes"),
      self: { href: self, hints: { allow: ["GET", "DELETE", "PUT"] } },
      [step]: { href: `${self}/lifecycle/${step}`, hints: { allow: ["POST"] } },
    },
  };
}

function policyView(server: AuthorizationServer, policy: Policy, origin: string): unknown {
  const self = `${origin}/api/v1/authorizationServers/${server.id}/policies/${policy.id}`;
  const step = policy.status === "ACTIVE" ? "deactivate" : "activate";
  return {
    id: policy.id,
    status: policy.status,
    name: policy.name,
    description: policy.description ?? policy.name,
    priority: policy.priority,
    system: policy.system,
    conditions: policy.conditions,
    created: policy.created,
    lastUpdated: policy.lastUpdated,
    _links: {
      self: { href: self, hints: { allow: ["GET", "PUT", "DELETE"] } },
      rules: { href: `${self}/rules`, hints: { allow: ["GET"] } },
      [step]: { href: `${self}/lifecycle/${step}`, hints: { allow: ["POST"] } },
    },
    type: policy.type,
  };
}
