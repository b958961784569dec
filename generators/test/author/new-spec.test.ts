import { execFile } from "node:child_process";
import { access, copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { formatNewSpec, importOperations, newSpec } from "../../src/author/index.ts";
import { generate } from "../../src/generate.ts";
import { formatted } from "../../src/source.ts";
import { loadSpec } from "../../src/spec/load.ts";
import { library } from "./bench.ts";

const repo = join(import.meta.dirname, "../../..");
const execute = promisify(execFile);

const rootConfig = `{
  "files": [],
  "references": [
    { "path": "packages/yaml" },
    { "path": "packages/core" }
  ]
}
`;

/** A repository with nothing in it but what a new connector stands on. Below this folder it finds @arx/core. */
async function bench(): Promise<string> {
  const root = await mkdtemp(join(import.meta.dirname, ".new-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await mkdir(join(root, "packages"));
  await mkdir(join(root, "specs"));
  for (const name of ["core", "yaml"]) {
    await symlink(join(repo, "packages", name), join(root, "packages", name));
  }
  await copyFile(join(repo, "tsconfig.base.json"), join(root, "tsconfig.base.json"));
  await writeFile(join(root, "tsconfig.json"), rootConfig);
  return root;
}

test("a new connector is a spec without a fault and a package like the others", async () => {
  const root = await bench();
  const made = await newSpec("acme-crm", { root });
  expect(made.files).toEqual([
    "packages/acme-crm/README.md",
    "packages/acme-crm/package.json",
    "packages/acme-crm/src/index.ts",
    "packages/acme-crm/tsconfig.json",
    "specs/acme-crm/connector.yaml",
    "specs/acme-crm/items.yaml",
    "tsconfig.json",
  ]);
  expect(formatNewSpec(made)).toContain("  pnpm generate acme-crm\n");
  const { spec, diagnostics } = loadSpec(join(root, "specs/acme-crm"));
  expect(diagnostics).toEqual([]);
  expect(spec).toMatchObject({ title: "Acme Crm", className: "AcmeCrmConnector" });
  const [own, okta, config] = await Promise.all(
    [
      join(root, "packages/acme-crm/tsconfig.json"),
      join(repo, "packages/okta/tsconfig.json"),
      join(root, "tsconfig.json"),
    ].map(async (file) => JSON.parse(await readFile(file, "utf8")) as { references: unknown[] }),
  );
  expect(own).toEqual(okta);
  expect(config!.references.at(-1)).toEqual({ path: "packages/acme-crm" });
});

test("a new package needs the Node.js that the others need, and is not published before somebody says so", async () => {
  const root = await bench();
  await newSpec("acme-crm", { root });
  const [own, core] = await Promise.all(
    [join(root, "packages/acme-crm/package.json"), join(repo, "packages/core/package.json")].map(
      async (file) => JSON.parse(await readFile(file, "utf8")) as { engines: object; private?: boolean },
    ),
  );
  expect(own!.private).toBe(true);
  expect(own!.engines).toEqual(core!.engines);
});

test(
  "a new connector, with operations imported into it, generates, type-checks and passes its tests",
  { timeout: 240_000 },
  async () => {
    const root = await bench();
    await newSpec("acme-crm", { root });
    const reads = ["books/list", "books/get", "shelves/tree", "events/list"];
    const writes = ["books/create", "books/update", "books/delete", "cards/replace"];
    const outcome = await importOperations({
      document: library,
      pick: [
        ...reads.map((operationId) => ({ operationId, risk: "low" as const })),
        ...writes.map((operationId) => ({ operationId, risk: "high" as const })),
      ],
      into: join(root, "specs/acme-crm/books.yaml"),
    });
    expect(outcome.kind).toBe("written");
    expect(await generate(root)).toMatchObject({ kind: "changes", warnings: "" });
    expect(await generate(root, { check: true })).toMatchObject({ changes: [] });
    const config = { extends: join(repo, "tsconfig.test.json"), include: ["packages/acme-crm"], exclude: [] };
    await writeFile(join(root, "tsconfig.check.json"), JSON.stringify(config));

    const vitest = ["run", "packages/acme-crm", "--root", root, "--config", join(repo, "vitest.config.ts")];
    expect(await output("node_modules/typescript/bin/tsc", ["-p", join(root, "tsconfig.check.json")])).toBe(
      "",
    );
    expect(await output("node_modules/vitest/vitest.mjs", vitest)).toMatch(
      /Tests {2}[1-9]\d* passed \(\d+\)/,
    );
    for (const path of written) {
      const text = await readFile(join(root, path), "utf8");
      expect(await formatted({ path, text })).toEqual({ path, text });
    }
  },
);

test.each([
  ["Acme", "no connector's name"],
  ["../acme", "no connector's name"],
  ["policies", "is for something else"],
])("%s is refused, and nothing is written", async (name, message) => {
  const root = await bench();
  await expect(newSpec(name, { root })).rejects.toThrow(message);
  await expect(access(join(root, "specs", name, "connector.yaml"))).rejects.toThrow(/ENOENT/);
});

test("a connector that is there already is left as it is", async () => {
  const root = await bench();
  await newSpec("acme", { root });
  await rm(join(root, "specs/acme"), { recursive: true });
  await expect(newSpec("acme", { root })).rejects.toThrow("packages/acme is there already");
  await expect(access(join(root, "specs/acme"))).rejects.toThrow(/ENOENT/);
});

const written = [
  "specs/acme-crm/connector.yaml",
  "specs/acme-crm/items.yaml",
  "specs/acme-crm/books.yaml",
  "packages/acme-crm/package.json",
  "packages/acme-crm/tsconfig.json",
  "packages/acme-crm/src/index.ts",
  "packages/acme-crm/README.md",
];

/** What a tool of the repository says; its failure is part of it. */
async function output(script: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, NO_COLOR: "1", VITEST: undefined };
  try {
    const { stdout } = await execute(process.execPath, [join(repo, script), ...args], { cwd: repo, env });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    return `${stdout}${stderr}`;
  }
}
