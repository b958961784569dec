import { formatDiagnostics } from "@arx/yaml";
import type { Context } from "../context.ts";
import { CliError } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { policySetOf } from "../home/policies.ts";
import { generatorsOf, repositoryOf, specFolder } from "../home/repository.ts";
import { diagnosticJson } from "../output/diagnostics.ts";
import { plainLines } from "../output/plain.ts";

/** `arx spec drift` */
export async function driftApart(
  { terminal }: Context,
  given: string | undefined,
  { openapi }: { readonly openapi: string },
): Promise<void> {
  const root = repositoryOf();
  const { drift, formatDrift } = await generatorsOf(root, "author");
  const report = await drift({ spec: await specFolder(root, given), document: openapi });
  const { diagnostics, unexplained } = report;
  terminal.show({ ...report, diagnostics: diagnostics.map(diagnosticJson) }, () =>
    plainLines(formatDrift(report)),
  );
  if (unexplained.length > 0 || diagnostics.some(({ severity }) => severity === "error"))
    process.exitCode = exitCodes.checkFailed;
}

/** `arx spec diff` */
export async function diffVersions(
  context: Context,
  before: string,
  after: string,
  { policies, exitCode = false }: { readonly policies?: string; readonly exitCode?: boolean },
): Promise<void> {
  const { terminal } = context;
  const root = repositoryOf();
  const { diffSpecs, formatSpecDiff } = await generatorsOf(root, "author");
  const [old, now] = [await specFolder(root, before), await specFolder(root, after)];
  const set = policies === undefined ? undefined : await policySetOf(context, policies);
  const diff = await diffSpecs(old, now, set?.policies);
  const { breaking, diagnostics } = diff;
  if (diagnostics.some(({ severity }) => severity === "error")) {
    throw new CliError(
      "usage",
      "spec_faults",
      `specs with faults can't be compared\n\n${formatDiagnostics(diagnostics)}`,
      "`arx spec lint FOLDER` tells the same of one of them",
    );
  }
  terminal.show({ ...diff, diagnostics: diagnostics.map(diagnosticJson) }, () =>
    plainLines(formatSpecDiff(diff)),
  );
  if (exitCode && breaking) process.exitCode = exitCodes.checkFailed;
}
