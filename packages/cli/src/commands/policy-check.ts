import { checkExpectations, type PolicyLoad } from "@arx/core";
import { formatDiagnostics } from "@arx/yaml";
import type { Context } from "../context.ts";
import { CliError } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { loadFolder, policyFolder, policySetOf } from "../home/policies.ts";
import { readText } from "../options.ts";
import { diagnosticJson } from "../output/diagnostics.ts";
import { formatTable } from "../output/table.ts";
import { verdictCell, verdictText } from "../output/words.ts";

/** `arx policy lint` */
export async function lintPolicies(
  context: Context,
  given: string | undefined,
  { strict = false }: { readonly strict?: boolean },
): Promise<void> {
  const { terminal } = context;
  const folder = policyFolder(context, given);
  const { set, diagnostics } = await loadFolder(context, given);
  const ok = set !== undefined && (!strict || diagnostics.length === 0);
  const color = process.stdout.isTTY && !context.env["NO_COLOR"];
  terminal.show({ ok, ...(set && { hash: set.hash }), diagnostics: diagnostics.map(diagnosticJson) }, () =>
    [
      ...(diagnostics.length > 0 ? [formatDiagnostics(diagnostics, { color }), ""] : []),
      summary(folder, { ...(set && { set }), diagnostics }),
    ].join("\n"),
  );
  if (!ok) process.exitCode = exitCodes.checkFailed;
}

function summary(folder: string, { set, diagnostics }: PolicyLoad): string {
  if (!set) return `${folder} can't be loaded; errors: ${diagnostics.length}`;
  const { policies, files } = set;
  return `${folder}: policies: ${policies.length}, files: ${files.length}, warnings: ${diagnostics.length}`;
}

/** `arx policy test` */
export async function testPolicies(
  context: Context,
  file: string,
  { policies }: { readonly policies?: string },
): Promise<void> {
  const { terminal } = context;
  const set = await policySetOf(context, policies);
  const { checked, diagnostics } = checkExpectations(file, await readText(file), set, Date.now());
  if (diagnostics.length > 0) {
    throw new CliError(
      "usage",
      "expectations",
      `the expectations in ${file} can't be used\n\n${formatDiagnostics(diagnostics)}`,
    );
  }
  const failed = checked.filter(({ expected, decision }) => expected !== decision.verdict);
  const json = failed.map(({ decision: { verdict, policies: by }, ...rest }) => ({
    ...rest,
    verdict,
    policies: by,
  }));
  const rows = failed.map(({ file: at, line, agentId, operation, expected, decision }) => [
    ...[
      `${at}:${line}`,
      agentId,
      operation,
      verdictText({ verdict: expected }),
      verdictCell(terminal, decision),
      decision.policies.join(", "),
    ],
  ]);
  terminal.show({ ok: failed.length === 0, checked: checked.length, failed: json }, () =>
    [
      ...(failed.length > 0
        ? [
            formatTable(["WHERE", "AGENT", "OPERATION", "EXPECTED", "DECIDED", "BY"], rows, terminal.columns),
            "",
          ]
        : []),
      `${checked.length - failed.length} of ${checked.length} as expected`,
    ].join("\n"),
  );
  if (failed.length > 0) process.exitCode = exitCodes.checkFailed;
}
