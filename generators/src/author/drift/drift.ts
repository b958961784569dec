import { formatDiagnostics, type Diagnostic } from "@arx/yaml";
import { loadSpec } from "../../spec/load.ts";
import type { Spec } from "../../spec/model.ts";
import type { Operation } from "../../spec/operation-model.ts";
import { camelCase, wordsOf } from "../import/words.ts";
import { type ApiDocument, readApiDocument } from "../openapi/document.ts";
import { type Head, headsOf, operationOf } from "../openapi/operations.ts";
import { Accepted } from "./accepted.ts";
import { compareOperation } from "./compare-operation.ts";
import { SchemaComparison } from "./compare-schemas.ts";
import { differences, type Difference, type Finding } from "./finding.ts";

/** How a spec and a vendor's document differ. All is well where nothing is unexplained and no diagnostic stands. */
export interface DriftReport {
  readonly document: { readonly title: string; readonly version: string };
  /** How many operations of the spec were compared. */
  readonly operations: number;
  readonly unexplained: readonly Finding[];
  /** Differences that `drift.yaml` accepts, with its reasons. */
  readonly accepted: readonly (Finding & { readonly because: string })[];
  /** Faults of the spec, or of `drift.yaml`: entries that are wrong or that accept nothing. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compares every operation of a spec with a vendor's OpenAPI document.
 * @param options.spec - the spec's folder, in which `drift.yaml` may list accepted differences
 * @throws AuthorError where the document is no OpenAPI 3.0 or 3.1 document
 */
export async function drift(options: {
  readonly spec: string;
  readonly document: string;
}): Promise<DriftReport> {
  const document = await readApiDocument(options.document);
  const about = { title: document.title, version: document.version };
  const { spec, diagnostics } = loadSpec(options.spec);
  if (!spec) return { document: about, operations: 0, unexplained: [], accepted: [], diagnostics };
  const list = await Accepted.read(options.spec);
  const judgement = list.judge(
    compare(spec, document, list.names),
    spec.operations.map(({ id }) => id),
  );
  return { document: about, operations: spec.operations.length, ...judgement };
}

function compare(spec: Spec, document: ApiDocument, names: Readonly<Record<string, string>>): Finding[] {
  const findings = new Map<string, Finding>();
  // A schema that is both sent and answered shows most of its differences twice.
  const tell = (finding: Finding): void => {
    findings.set(`${finding.difference} ${finding.at} ${finding.detail}`, finding);
  };
  const schemas = new Map(spec.schemas.map(({ name, schema }) => [name, schema]));
  const lookup = (name: string): ReturnType<typeof schemas.get> => schemas.get(name);
  const comparing = { document, lookup, tell, schemas: new SchemaComparison(document, lookup, tell) };
  const heads = headsOf(document);
  for (const operation of spec.operations) {
    const head = heads.find((each) => isSameRequest(operation, each));
    if (head) compareOperation(operation, operationOf(document, head), comparing);
    else tell(missing(operation, heads, names[operation.id] ?? operation.call));
  }
  return [...findings.values()];
}

const isSameRequest = (operation: Operation, head: Head): boolean =>
  operation.method === head.method && anonymous(operation.path) === anonymous(head.path);

/** Names in braces are everybody's own. */
const anonymous = (path: string): string => path.replaceAll(/\{[^{}]*\}/g, "{}");

function missing({ id, path }: Operation, heads: readonly Head[], operationId: string): Finding {
  const moved = heads.find(
    ({ raw }) => raw.operationId !== undefined && isCalled(raw.operationId, operationId),
  );
  if (moved) {
    const detail = `${moved.raw.operationId} is ${moved.method} ${moved.path} in the document`;
    return { difference: "operation_moved", at: id, detail };
  }
  const there = heads.filter((head) => anonymous(head.path) === anonymous(path)).map(({ method }) => method);
  const detail = there.length === 0 ? "nor anything at its path" : `its path has ${there.join(" and ")}`;
  return { difference: "operation_gone", at: id, detail };
}

/** Whether an operationId is this one, or what an import makes a method's name of it. */
const isCalled = (operationId: string, name: string): boolean =>
  operationId === name || camelCase(wordsOf(operationId)) === name;

/** A report for people; what is accepted is only counted. */
export function formatDrift(
  { document, operations, unexplained, accepted, diagnostics }: DriftReport,
  options: { readonly color?: boolean } = {},
): string {
  const groups = Map.groupBy(unexplained, ({ difference }) => difference);
  return [
    ...[...groups].flatMap(([difference, findings]) => group(difference, findings)),
    ...(diagnostics.length === 0 ? [] : [formatDiagnostics(diagnostics, options), ""]),
    `${operations} operations against ${document.title} ${document.version}: ` +
      `${unexplained.length} differences unexplained, ${accepted.length} accepted`,
  ].join("\n");
}

function group(difference: Difference, findings: readonly Finding[]): string[] {
  return [
    `${difference}: ${differences[difference]}`,
    ...findings.map(({ at, detail }) => `  ${at}  (${detail})`),
    "",
  ];
}
