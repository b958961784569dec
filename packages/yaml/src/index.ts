export { closest } from "./closest.ts";
export { type Diagnostic, formatDiagnostics, type Position } from "./diagnostic.ts";
export { checkShape } from "./shape.ts";
export { type Fault, type Path, readYaml, YamlSource } from "./source.ts";
