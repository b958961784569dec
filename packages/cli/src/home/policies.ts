import { type Catalog, loadPolicies, type PolicyLoad, PolicyLoadError, type PolicySet } from "@arx/core";
import type { Context } from "../context.ts";
import { connectorsOf, homeOf } from "./home.ts";

/** The folder that is named, else the home's policies. */
export function policyFolder(context: Context, folder: string | undefined): string {
  return folder ?? homeOf(context).policies;
}

/** Loads policies against the catalogs of the connectors in use; diagnostics are left to the caller. */
export async function loadFolder(context: Context, folder: string): Promise<PolicyLoad> {
  const catalogs: readonly Catalog[] = (await connectorsOf(context)).map(({ catalog }) => catalog);
  return loadPolicies({ folder, catalogs });
}

/** A policy set. @throws PolicyLoadError if one of the folder's policies is wrong */
export async function policySetOf(context: Context, folder: string | undefined): Promise<PolicySet> {
  const from = policyFolder(context, folder);
  const { set, diagnostics } = await loadFolder(context, from);
  if (set) return set;
  throw new PolicyLoadError(from, diagnostics);
}
