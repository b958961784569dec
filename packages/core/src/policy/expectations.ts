import { checkShape, type Diagnostic, readYaml } from "@arx/yaml";
import { z } from "zod";
import type { Catalog, OperationId } from "../connector/operation.ts";
import type { Decision, Verdict } from "./decision.ts";
import { compileGlob } from "./glob.ts";
import type { PolicySet } from "./policy-set.ts";
import { PolicyTable } from "./policy-table.ts";

/** What one agent is expected to be allowed; every operation that is not listed is expected to be denied. */
interface WrittenExpectation {
  readonly agent: string;
  readonly connector?: string | undefined;
  readonly at?: string | undefined;
  readonly allow?: readonly string[] | undefined;
  readonly escalate?: readonly string[] | undefined;
}

/** Made where there are expectations, and not whenever this package is loaded. */
function expectationsShape(): z.ZodType<readonly WrittenExpectation[]> {
  const patterns = z.array(z.string().min(1)).min(1).optional();
  const expectation = z.strictObject({
    agent: z
      .string()
      .min(1)
      .regex(/^[^*]+$/, "the id of one agent, without `*`"),
    connector: z.string().min(1).optional(),
    at: z.iso.datetime({ offset: true, error: "an instant of RFC 3339 with its zone" }).optional(),
    allow: patterns,
    escalate: patterns,
  });
  return z.array(expectation).min(1);
}

/** One operation for which a set was held against what was expected. */
export interface Expected {
  readonly agentId: string;
  readonly connector: string;
  readonly operation: OperationId;
  readonly expected: Verdict;
  readonly decision: Decision;
  /** Where the expectation stands. */
  readonly file: string;
  readonly line: number;
}

/** The outcome of a file of expectations; diagnostics mean that it can't be used, and then there is nothing else. */
export interface ExpectationsChecked {
  readonly checked: readonly Expected[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Holds a policy set against a YAML file of expected verdicts, over every operation of the catalogs.
 * @param now - milliseconds since the epoch, for expectations that name no instant
 */
export function checkExpectations(
  file: string,
  text: string,
  set: PolicySet,
  now: number,
): ExpectationsChecked {
  const source = readYaml(file, text);
  const { value = [], diagnostics } = checkShape(source, expectationsShape());
  if (diagnostics.length > 0) return { checked: [], diagnostics };
  const table = new PolicyTable(set);
  const faults: Diagnostic[] = [];
  const checked = value.flatMap((written, index): Expected[] => {
    const fault = (path: readonly PropertyKey[], message: string, remedy: string): void => {
      faults.push(source.diagnose({ code: "bad_expectation", message, remedy, path: [index, ...path] }));
    };
    const catalog = catalogOf(written, set.catalogs);
    if (catalog === undefined) {
      const names = set.catalogs.map(({ connector }) => connector).join(", ");
      fault(["connector"], "the expectation names no connector that is in use", `Use one of: ${names}.`);
      return [];
    }
    const ids = Object.keys(catalog.operations) as OperationId[];
    const expected = new Map<OperationId, Verdict>();
    for (const verdict of ["allow", "escalate"] as const) {
      for (const [place, pattern] of (written[verdict] ?? []).entries()) {
        const matched = ids.filter((id) => compileGlob(pattern).matches(id));
        if (matched.length === 0)
          fault([verdict, place], `no operation matches \`${pattern}\``, "See `arx ops` for the ids.");
        const differing = matched.filter((id) => (expected.get(id) ?? verdict) !== verdict);
        const [first] = differing;
        if (first !== undefined) {
          const all =
            differing.length === 1
              ? `\`${first}\` is`
              : `${differing.length} operations, such as \`${first}\`, are`;
          fault([verdict, place], `${all} expected twice, differently`, "List each of them once.");
        }
        for (const id of matched) expected.set(id, verdict);
      }
    }
    const at = written.at === undefined ? now : Date.parse(written.at);
    const { line } = source.at([index]);
    const { connector } = catalog;
    return Object.values(catalog.operations).map(({ id: operation, risk }) => {
      const decision = table.decide({ connector, agentId: written.agent, operation, risk, at });
      return {
        agentId: written.agent,
        connector,
        operation,
        expected: expected.get(operation) ?? "deny",
        decision,
        file,
        line,
      };
    });
  });
  return faults.length > 0 ? { checked: [], diagnostics: faults } : { checked, diagnostics: [] };
}

function catalogOf({ connector }: WrittenExpectation, catalogs: readonly Catalog[]): Catalog | undefined {
  if (connector === undefined) return catalogs.length === 1 ? catalogs[0] : undefined;
  return catalogs.find((catalog) => catalog.connector === connector);
}
