import { type Catalog, loadPolicies, type PolicyLoad, PolicyLoadError, type PolicySet } from "@arx/core";
import type { Context } from "../context.ts";
import { connectorsOf, homeOf } from "./home.ts";

/** The folder that is named, else the home's policies. */
export function policyFolder(context: Context, folder: string | undefined): string {
  return folder ?? homeOf(context).policies;
}

/**
 * Loads the policies of the folder that is named, else the home's, against the catalogs of the connectors in use;
 * diagnostics are left to the caller.
 */
export async function loadFolder(context: Context, given?: string): Promise<PolicyLoad> {
  const catalogs: readonly Catalog[] = (await connectorsOf(context)).map(({ catalog }) => catalog);
  return loadPolicies({ folder: policyFolder(context, given), catalogs, candidate: given !== undefined });
}

/** A policy set. @throws PolicyLoadError if one of the folder's policies is wrong */
export async function policySetOf(context: Context, given: string | undefined): Promise<PolicySet> {
  const { set, diagnostics } = await loadFolder(context, given);
  if (set) return set;
  throw new PolicyLoadError(policyFolder(context, given), diagnostics);
}
