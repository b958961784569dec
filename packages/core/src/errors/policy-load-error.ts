import { type Diagnostic, formatDiagnostics } from "@arx/yaml";
import { ArxError } from "./arx-error.ts";

/** The policies can't be loaded. No decision was taken with them, and no other set was put in their place. */
export class PolicyLoadError extends ArxError {
  override readonly name = "PolicyLoadError";
  readonly code = "policy_load";
  readonly retryable = false;
  readonly folder: string;
  readonly diagnostics: readonly Diagnostic[];

  constructor(folder: string, diagnostics: readonly Diagnostic[]) {
    super(`the policies in ${folder} can't be loaded\n\n${formatDiagnostics(diagnostics)}`);
    this.folder = folder;
    this.diagnostics = diagnostics;
  }
}
