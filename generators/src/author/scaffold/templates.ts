import { pascalCase, wordsOf } from "../import/words.ts";

/** Files by their path below the root. */
type Files = Readonly<Record<string, string>>;

/** What a new package has in common with those that are there. */
export interface Versions {
  readonly zod: string;
  /** The range of `engines`. */
  readonly node: string;
}

/** The spec of a new connector: its identity, and a family with a read and a write. */
export function specFiles(name: string): Files {
  const title = wordsOf(name)
    .map((word) => pascalCase([word]))
    .join(" ");
  return {
    [`specs/${name}/connector.yaml`]: `# yaml-language-server: $schema=../schema/connector.schema.json
connector: ${name}
title: ${title}
summary: What agents may do in ${title}
version: 0.1.0
families: [items]

# The API's address is a credential, for each organisation has its own.
origin: { credential: address, example: https://api.${name}.example }

credentials:
  path: ${name}
  fields:
    address: { summary: "The API's address, with https and without a path", example: https://api.${name}.example }
    api_token: { summary: A token for the API, sensitive: true }

auth:
  bearer: { header: Authorization, value: "Bearer {api_token}" }
`,
    [`specs/${name}/items.yaml`]: `# yaml-language-server: $schema=../schema/family.schema.json
family: items
title: Items

operations:
  items:read_detail:
    call: getItem
    request: GET /items/{itemId}
    risk: low
    summary: Get one item
    parameters:
      itemId: { in: path, summary: The item's id, example: "42" }
    result: Item
    examples:
      - { title: One item, input: { itemId: "42" } }

  items:rename:
    call: renameItem
    request: PUT /items/{itemId}
    risk: medium
    summary: Give an item another name
    parameters:
      itemId: { in: path, summary: The item's id, example: "42" }
    body: { type: ItemName }
    result: Item
    # What takes it back, which read tells whether it happened, and what an approver sees of it.
    undo: { operation: items:rename, but: "it takes the former name, read beforehand" }
    reconcile: { read: items:read_detail, settled: { name: "{name}" } }
    preview: { read: items:read_detail, title: "{name}", show: [name] }
    examples:
      - { title: A clearer name, input: { itemId: "42", name: Spare keys } }

schemas:
  Item:
    fields:
      id: { required: true, readOnly: true }
      name: { required: true }

  ItemName:
    fields:
      name: { required: true, minLength: 1, maxLength: 100 }
`,
  };
}

/** The package of a new connector: all that is not generated. */
export function packageFiles(name: string, versions: Versions): Files {
  const pascal = name
    .split("-")
    .map((word) => pascalCase([word]))
    .join("");
  const manifest = {
    name: `@arx/${name}`,
    version: "0.1.0",
    // Publishing is a decision of its own: until it is made, nothing publishes the package by accident.
    private: true,
    description: `Governed operations of ${name}`,
    license: "Apache-2.0",
    type: "module",
    engines: { node: versions.node },
    exports: {
      ".": { "@arx/source": "./src/index.ts", types: "./dist/index.d.ts", default: "./dist/index.js" },
    },
    scripts: { build: "tsc -b && node ../../tools/bundle.js" },
    dependencies: { "@arx/core": "workspace:^", zod: versions.zod },
  };
  const compiler = {
    extends: "../../tsconfig.base.json",
    compilerOptions: {
      rootDir: "src",
      outDir: "dist",
      tsBuildInfoFile: "dist/build.tsbuildinfo",
    },
    include: ["src"],
    references: [{ path: "../core" }],
  };
  return {
    [`packages/${name}/package.json`]: `${JSON.stringify(manifest, undefined, 2)}\n`,
    [`packages/${name}/tsconfig.json`]: `${JSON.stringify(compiler, undefined, 2)}\n`,
    [`packages/${name}/src/index.ts`]: [
      `export { catalog, type ${pascal}Catalog } from "./generated/catalog.ts";`,
      `export { ${pascal}Connector } from "./generated/client.ts";`,
      `export { definition } from "./generated/definition.ts";`,
      "",
    ].join("\n"),
    [`packages/${name}/README.md`]: `# @arx/${name}

Governed operations of ${name}, generated from \`specs/${name}\`.

\`\`\`ts
import { ${pascal}Connector } from "@arx/${name}";

const client = new ${pascal}Connector({ agentId: "agent-001", orgId: "org-acme" });
const item = await client.getItem("42");
\`\`\`

The operations and their risks are in [generated/docs](generated/docs/index.md).
`,
  };
}
