import type { Spec } from "../spec/model.ts";
import type { Operation } from "../spec/operation-model.ts";
import { camel, doc, literal, pascal, type SourceFile } from "../source.ts";
import { json, module, place } from "./place.ts";

/** What policy needs to know of each operation, and nothing more: for this repository's code, and as JSON for others. */
export function emitCatalog(spec: Spec): SourceFile[] {
  const { source, artifacts } = place(spec.name);
  const catalog = {
    connector: spec.name,
    title: spec.title,
    version: spec.version,
    operations: Object.fromEntries(spec.operations.map((operation) => [operation.id, entry(operation)])),
  };
  const name = `${pascal(camel(spec.name))}Catalog`;
  const map = operationMapName(spec);
  return [
    module(
      spec,
      `${source}/catalog.ts`,
      [
        `import type { Catalog, CatalogEntry } from "@arx/core";\nimport type { ${map} } from "./operation-map.ts";`,
        doc(`The policy catalog of ${spec.title}: an entry for each operation, and none besides.`),
        `export interface ${name} extends Catalog { readonly operations: Readonly<Record<keyof ${map}, CatalogEntry>>; }`,
        `${doc(`What policy knows of ${spec.title}.`)}\nexport const catalog: ${name} = ${literal(catalog)};`,
      ].join("\n\n"),
    ),
    json(`${artifacts}/catalog.json`, catalog),
  ];
}

/** The name of the interface that maps ids to inputs and results, such as `DepotOperations`. */
export function operationMapName(spec: Spec): string {
  return `${pascal(camel(spec.name))}Operations`;
}

function entry({ id, method, path, risk, summary, scopes }: Operation): object {
  return { id, method, path, risk, summary, scopes };
}
