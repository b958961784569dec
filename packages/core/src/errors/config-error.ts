import { type Diagnostic, formatDiagnostics } from "@arx/yaml";
import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** What configures a home, its `arx.yaml` or a variable in its place, can't be used. Nothing was opened with it. */
export class ConfigError extends ArxError {
  override readonly name = "ConfigError";
  readonly code = "config";
  readonly retryable = false;
  /** Every fault of the file; empty where it is a variable that is wrong. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(message: string, diagnostics: readonly Diagnostic[] = [], options: ArxErrorOptions = {}) {
    super([message, formatDiagnostics(diagnostics)].filter(Boolean).join("\n\n"), options);
    this.diagnostics = diagnostics;
  }
}
