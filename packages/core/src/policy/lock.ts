import { resolve } from "node:path";
import { checkShape, type Diagnostic, readYaml } from "@arx/yaml";
import { z } from "zod";
import { type OperationId, type Risk, risks } from "../connector/operation.ts";
import type { PolicyFile } from "./parse.ts";
import { type Policy, type PolicySet, policySet, rankOf, sortedUnique } from "./policy-set.ts";

/** What the wildcards of each policy granted when somebody last looked. As JSON it is a lock file. */
export interface PolicyLock {
  readonly version: 1;
  /** By the policy's name. */
  readonly policies: Readonly<
    Record<string, { readonly connector: string; readonly operations: Readonly<Record<string, Risk>> }>
  >;
}

/** An operation that came under a wildcard after the policies were locked: nobody has said yes to it. */
export interface HeldOperation {
  readonly policy: string;
  readonly connector: string;
  readonly operation: OperationId;
  readonly risk: Risk;
  /** The wildcard that reaches it. */
  readonly pattern: string;
}

/** Made where there is a lock, and not whenever this package is loaded. */
function lockShape(): z.ZodType<PolicyLock> {
  const operations = z.record(z.string(), z.enum(risks));
  return z
    .strictObject({
      version: z.literal(1),
      policies: z.record(z.string(), z.strictObject({ connector: z.string().min(1), operations })),
    })
    .meta({ id: "PolicyLock" });
}

/** The lock file of a policy folder: beside it, by its name, such as `policies.lock.json`. */
export function lockFileOf(folder: string): string {
  return `${resolve(folder)}.lock.json`;
}

/** Reads the text of a lock file; no lock comes back where a diagnostic stands. */
export function parseLock({ file, text }: PolicyFile): {
  readonly lock?: PolicyLock;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { value, diagnostics } = checkShape<PolicyLock>(readYaml(file, text), lockShape());
  return value === undefined ? { diagnostics } : { lock: value, diagnostics };
}

/** The set under a lock: what is HIGH or CRITICAL, and came under a wildcard or became graver since, is not granted. */
export function underLock(set: PolicySet, lock: PolicyLock): PolicySet {
  const policies = set.policies.map((policy): Policy => {
    const held = new Map(
      reachOf(policy, set).flatMap(({ operation, risk, pattern }) =>
        rankOf(risk) >= rankOf("high") && !isLocked(lock, policy, operation, risk)
          ? [[operation, pattern] as const]
          : [],
      ),
    );
    return { ...policy, held, grants: new Map([...policy.grants].filter(([id]) => !held.has(id))) };
  });
  return policySet(policies, set.catalogs, set.files);
}

/** What a lock withholds from a set, by policy and operation. */
export function heldOperations(set: PolicySet): readonly HeldOperation[] {
  return set.policies.flatMap((policy) =>
    reachOf(policy, set).filter(({ operation }) => policy.held.has(operation)),
  );
}

/**
 * A lock of what wildcards grant in a set now. What is held stays out of it, unless it is acknowledged.
 * @param acknowledged - operations that somebody has looked at
 */
export function policyLock(set: PolicySet, acknowledged: readonly string[] = []): PolicyLock {
  const policies = set.policies.flatMap((policy) => {
    const taken = reachOf(policy, set).filter(
      ({ operation }) => !policy.held.has(operation) || acknowledged.includes(operation),
    );
    const operations = Object.fromEntries(taken.map(({ operation, risk }) => [operation, risk]));
    return taken.length > 0 ? [[policy.name, { connector: policy.connector, operations }] as const] : [];
  });
  return { version: 1, policies: Object.fromEntries(policies) };
}

/** What a policy's wildcards can grant, held or not, by id: an operation that it names in full is not among it. */
function reachOf(policy: Policy, { catalogs }: PolicySet): readonly HeldOperation[] {
  const { name, connector, operations, grants, held, riskMax } = policy;
  const catalog = catalogs.find((one) => one.connector === connector)!;
  const reached = new Map([...grants, ...held]);
  return (sortedUnique(reached.keys()) as OperationId[])
    .filter((id) => !operations.includes(id))
    .map((operation) => ({
      ...{ policy: name, connector, operation, risk: catalog.operations[operation]!.risk },
      pattern: reached.get(operation)!,
    }))
    .filter(({ risk }) => rankOf(risk) <= rankOf(riskMax));
}

function isLocked({ policies }: PolicyLock, { name, connector }: Policy, id: string, risk: Risk): boolean {
  const locked = Object.hasOwn(policies, name) ? policies[name] : undefined;
  if (locked?.connector !== connector || !Object.hasOwn(locked.operations, id)) return false;
  return rankOf(risk) <= rankOf(locked.operations[id]!);
}
