import type { Spec } from "../spec/model.ts";
import { formatted, type SourceFile } from "../source.ts";
import { emitCatalog } from "./catalog.ts";
import { emitClient } from "./client.ts";
import { emitDocs } from "./docs.ts";
import { emitOpenApi } from "./openapi.ts";
import { emitOperations } from "./operations.ts";
import { emitReadmes } from "./place.ts";
import { emitSchemas } from "./schemas.ts";
import { emitTests } from "./tests.ts";
import { emitTypes } from "./types.ts";

const emitters: readonly ((spec: Spec) => readonly SourceFile[] | Promise<readonly SourceFile[]>)[] = [
  emitReadmes,
  emitTypes,
  emitCatalog,
  emitOperations,
  emitSchemas,
  emitClient,
  emitOpenApi,
  emitDocs,
  emitTests,
];

/** Every generated file of a connector, formatted, sorted by path. @throws Error where the spec asks for what no emitter can make */
export async function emitConnector(spec: Spec): Promise<SourceFile[]> {
  const emitted = await Promise.all(emitters.map(async (emit) => emit(spec)));
  const files = await Promise.all(emitted.flat().map(formatted));
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
