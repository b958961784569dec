import { closest, type Diagnostic, type Fault } from "@arx/yaml";
import type { Catalog } from "../connector/operation.ts";
import { diagnose, type Entry } from "./entry.ts";
import { compileGlob, globFault } from "./glob.ts";
import type { WrittenPolicy } from "./schema.ts";

/** Everything that keeps policies of the right shape from being loaded. */
export function checkPolicies(entries: readonly Entry[], catalogs: readonly Catalog[]): Diagnostic[] {
  const known = new Map(catalogs.map((catalog) => [catalog.connector, catalog]));
  return [
    ...repeatedNames(entries),
    ...entries.flatMap((entry) => faultsOf(entry.written, known).map((fault) => diagnose(entry, fault))),
  ];
}

function repeatedNames(entries: readonly Entry[]): Diagnostic[] {
  const first = new Map<string, Entry>();
  return entries.flatMap((entry) => {
    const { name } = entry.written;
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, entry);
      return [];
    }
    const { line } = before.source.at([before.index, "name"]);
    return diagnose(entry, {
      code: "duplicate_name",
      message: `another policy is called \`${name}\`, in ${before.source.file}:${line}`,
      remedy: "Give each policy a name of its own: records and approvals refer to it.",
      path: ["name"],
    });
  });
}

function faultsOf(policy: WrittenPolicy, known: ReadonlyMap<string, Catalog>): Fault[] {
  const catalog = known.get(policy.connector);
  return [
    ...(catalog ? operationFaults(policy, catalog) : [unknownConnector(policy.connector, [...known.keys()])]),
    ...agentFaults(policy),
    ...(policy.operations || policy.deny ? [] : [noEffect]),
    ...criticalFloor(policy),
    ...unreachableQuorum(policy),
  ];
}

function unknownConnector(name: string, known: readonly string[]): Fault {
  const meant = closest(name, known);
  return {
    code: "unknown_connector",
    message: `there is no connector \`${name}\`${didYouMean(meant)}`,
    remedy: meant === undefined ? `Write one of ${known.toSorted().join(", ")}.` : `Write \`${meant}\`.`,
    path: ["connector"],
  };
}

const noEffect: Fault = {
  code: "no_effect",
  message: "the policy neither grants nor denies anything",
  remedy: "Add `operations` for what it grants, or `deny` for what it forbids.",
  path: [],
};

function operationFaults(policy: WrittenPolicy, catalog: Catalog): Fault[] {
  const ids = Object.keys(catalog.operations);
  const families = [...new Set(ids.map((id) => `${id.slice(0, id.indexOf(":"))}:*`))];
  return (["operations", "deny"] as const).flatMap((key) =>
    (policy[key] ?? []).flatMap((pattern, item): Fault[] => {
      const path = [key, item];
      const fault = globFault(pattern, "Write `*:*` for every operation.");
      if (fault) return [{ ...fault, path }];
      if (ids.some(compileGlob(pattern).matches)) return [];
      const meant = closest(pattern, [...ids, ...families]);
      return [
        {
          code: "no_such_operation",
          message: `\`${pattern}\` matches no operation of ${catalog.connector}${didYouMean(meant)}`,
          remedy: meant === undefined ? `The families are ${families.join(", ")}.` : `Write \`${meant}\`.`,
          path,
        },
      ];
    }),
  );
}

function agentFaults({ agents = [] }: WrittenPolicy): Fault[] {
  return agents.flatMap((pattern, item) => {
    const fault = globFault(pattern, "Leave `agents` out to mean every agent.");
    return fault ? [{ ...fault, path: ["agents", item] }] : [];
  });
}

function criticalFloor({ approval, risk_max }: WrittenPolicy): Fault[] {
  const code = "critical_floor";
  if (typeof approval === "object" && approval.critical !== undefined && approval.critical !== "hitl") {
    const message = `\`critical: ${approval.critical}\`: a CRITICAL operation always needs a person`;
    return [{ code, message, remedy: "Write `critical: hitl`.", path: ["approval", "critical"] }];
  }
  if (typeof approval === "string" && approval !== "hitl" && risk_max === "critical") {
    const message = `\`approval: ${approval}\` with \`risk_max: critical\`: a CRITICAL operation always needs a person`;
    const remedy = "Write a map of risk levels that ends with `critical: hitl`, or lower `risk_max` to high.";
    return [{ code, message, remedy, path: ["approval"] }];
  }
  return [];
}

function unreachableQuorum({ approvers, quorum = 1 }: WrittenPolicy): Fault[] {
  const people = new Set(approvers);
  if (approvers === undefined || quorum <= people.size || approvers.some((who) => who.startsWith("group:")))
    return [];
  const message = `${quorum} people must approve, but only ${people.size} may`;
  return [
    {
      code: "unreachable_quorum",
      message,
      remedy: "Lower `quorum`, or name more approvers.",
      path: ["quorum"],
    },
  ];
}

const didYouMean = (meant: string | undefined): string =>
  meant === undefined ? "" : `; did you mean \`${meant}\`?`;
