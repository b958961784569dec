import { formatDiagnostics } from "@arx/yaml";
import type { ImportOutcome, Proposal } from "./import-operations.ts";

/** How an import ended, for people. */
export function formatImport(outcome: ImportOutcome, options: { readonly color?: boolean } = {}): string {
  switch (outcome.kind) {
    case "written":
      return [
        `Wrote ${outcome.operations.length} operations and ${outcome.schemas.length} schemas to ${outcome.file}:`,
        ...outcome.operations.map(line),
        ...(outcome.notes.length === 0
          ? []
          : ["", "To look at:", ...outcome.notes.map((note) => `  ${note}`)]),
        "",
        "Next: read them, add `preview`, `undo` and `reconcile` where there is one, and run `pnpm generate`.",
      ].join("\n");
    case "proposals":
      return [
        "Nothing was written: a person has to name the risk of each operation. The method suggests:",
        ...outcome.proposals.map(line),
      ].join("\n");
    case "refused":
      return [
        "Nothing was written:",
        ...outcome.refusals.map(
          ({ operationId, tag, method, path, reason, remedy }) =>
            `  ${operationId ?? tag ?? `${method ?? ""} ${path ?? ""}`.trim()}: ${reason}. ${remedy}`,
        ),
      ].join("\n");
    case "faults":
      return `${formatDiagnostics(outcome.diagnostics, options)}\n\nNothing was written: this is what the spec would be.`;
  }
}

const line = ({ id, call, risk, method, path }: Proposal): string =>
  `  ${id.padEnd(28)} ${risk.padEnd(8)} ${call}  ${method} ${path}`;
