import { formatDiagnostics } from "@arx/yaml";
import type { Catalog, OperationId, Risk } from "../../src/connector/operation.ts";
import type { AccessRequest, Decision } from "../../src/policy/decision.ts";
import { parsePolicies } from "../../src/policy/parse.ts";
import type { PolicySet } from "../../src/policy/policy-set.ts";
import { PolicyTable } from "../../src/policy/policy-table.ts";
import type { WrittenPolicy } from "../../src/policy/schema.ts";
import { depotCatalog, oktaCatalog } from "./catalog.ts";

export const catalogs: readonly Catalog[] = [oktaCatalog, depotCatalog];

/** 2026-01-01T00:00:00Z. */
export const newYear = Date.UTC(2026, 0, 1);

/** A set of policies, given as the text of one file or as objects; fails where it can't be loaded. */
export function setOf(policies: string | readonly WrittenPolicy[]): PolicySet {
  const text = typeof policies === "string" ? policies : JSON.stringify(policies);
  const { set, diagnostics } = parsePolicies([{ file: "policies.yaml", text }], catalogs, newYear);
  if (set === undefined) throw new Error(formatDiagnostics(diagnostics));
  return set;
}

/** A decision point over policies, and a short way to ask it. */
export function bench(policies: string | readonly WrittenPolicy[]): {
  table: PolicyTable;
  ask: (operation: string, request?: Partial<AccessRequest>) => Decision;
} {
  const table = new PolicyTable(setOf(policies));
  return { table, ask: (operation, request) => table.decide(requestFor(operation, request)) };
}

/** A request of `agent-001` at the catalog's risk and at new year, unless told otherwise. */
export function requestFor(operation: string, request: Partial<AccessRequest> = {}): AccessRequest {
  const connector = request.connector ?? "okta";
  const catalog = catalogs.find((one) => one.connector === connector);
  const risk: Risk = catalog?.operations[operation as OperationId]?.risk ?? "low";
  return {
    connector,
    agentId: "agent-001",
    operation: operation as OperationId,
    risk,
    at: newYear,
    ...request,
  };
}
