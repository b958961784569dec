import type { Diagnostic } from "@arx/yaml";

/** The members of a diagnostic that JSON output gives. */
export function diagnosticJson({ code, severity, message, remedy, file, line, column }: Diagnostic): object {
  return { code, severity, message, ...(remedy !== undefined && { remedy }), file, line, column };
}
