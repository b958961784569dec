import type { Spec } from "../spec/model.ts";
import { notice, type SourceFile } from "../source.ts";

/** Where a connector's generated files stand. The writer owns these folders: what is not emitted is deleted. */
export interface Place {
  /** TypeScript that the package is built from. */
  readonly source: string;
  /** Documents for other tools and the docs site. */
  readonly artifacts: string;
  readonly tests: string;
}

/** The folders of a connector's package. */
export function place(connector: string): Place {
  const root = `packages/${connector}`;
  return { source: `${root}/src/generated`, artifacts: `${root}/generated`, tests: `${root}/test/generated` };
}

/** A TypeScript file with its banner. */
export function module(spec: Spec, path: string, text: string): SourceFile {
  return { path, text: `// ${notice(`specs/${spec.name}`)}\n\n${text}\n` };
}

/** A JSON document; JSON has no comments, so it goes without a banner. */
export function json(path: string, value: unknown): SourceFile {
  return { path, text: JSON.stringify(value) };
}

/** The note in each folder that tells a reader what made it. */
export function emitReadmes(spec: Spec): SourceFile[] {
  const { source, artifacts, tests } = place(spec.name);
  const readme = (folder: string, holds: string): SourceFile => ({
    path: `${folder}/README.md`,
    text: [
      `<!-- ${notice(`specs/${spec.name}`)} -->`,
      `# ${spec.title}: generated ${folder === tests ? "tests" : folder === source ? "sources" : "documents"}`,
      holds,
      `Change \`specs/${spec.name}\` and run \`pnpm generate\`; \`pnpm generate --check\` tells whether both agree.`,
    ].join("\n\n"),
  });
  return [
    readme(
      source,
      "The client, its types, the operation table, the policy catalog and the schemas of input and result.",
    ),
    readme(artifacts, "The OpenAPI document, the policy catalog as JSON, and the reference pages."),
    readme(
      tests,
      "For each operation: the request on the wire, the parsed result, the refusals, its place in the catalog.",
    ),
  ];
}
