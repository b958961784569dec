import type { Catalog, CatalogEntry, OperationId, Risk } from "../../src/connector/operation.ts";

const okta: Readonly<Record<OperationId, Risk>> = {
  "users:read": "low",
  "users:read_detail": "low",
  "users:create": "medium",
  "users:update": "medium",
  "users:deactivate": "high",
  "users:activate": "medium",
  "users:suspend": "high",
  "users:unsuspend": "medium",
  "users:reset_password": "high",
  "users:clear_sessions": "critical",
  "users:read_factors": "low",
  "users:read_apps": "low",
  "groups:read": "low",
  "groups:read_detail": "low",
  "groups:create": "medium",
  "groups:update": "medium",
  "groups:delete": "high",
  "groups:read_members": "low",
  "groups:add_member": "medium",
  "groups:remove_member": "medium",
  "apps:read": "low",
  "apps:read_detail": "low",
  "apps:assign_user": "medium",
  "apps:remove_user": "medium",
  "authz:read": "low",
  "authz:read_policies": "low",
  "logs:read": "low",
  "domains:read": "low",
  "policies:read": "low",
  "policies:read_rules": "low",
};

const depot: Readonly<Record<OperationId, Risk>> = {
  "parcels:read": "low",
  "parcels:send": "medium",
  "parcels:destroy": "critical",
  "users:read": "medium",
};

/** A catalog of which only ids and risks matter. */
export function catalogOf(connector: string, risks: Readonly<Record<OperationId, Risk>>): Catalog {
  const entries = (Object.entries(risks) as [OperationId, Risk][]).map(
    ([id, risk]): [OperationId, CatalogEntry] => [
      id,
      { id, risk, method: "GET", path: "/", summary: id, scopes: [] },
    ],
  );
  return { connector, title: connector, version: "1.0.0", operations: Object.fromEntries(entries) };
}

export const oktaCatalog: Catalog = catalogOf("okta", okta);
/** Shares an id with the other one, at another risk. */
export const depotCatalog: Catalog = catalogOf("depot", depot);
