import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type * as author from "../../../generators/src/author/index.ts";
import type * as generate from "../../../generators/src/generate.ts";
import type * as load from "../../../generators/src/spec/load.ts";
import type { Author, Generator, Loader } from "../src/home/repository.ts";
import { bareBench, type Data, type Ran } from "./bench.ts";

type Fits<Said, Real extends Said> = Real;

/** What the command line says of the generators is what they are: the compiler holds the one against the other. */
export type Held = [Fits<Author, typeof author>, Fits<Generator, typeof generate>, Fits<Loader, typeof load>];

const root = fileURLToPath(new URL("../../..", import.meta.url));
const fixtures = join(root, "generators/test/fixtures");

/** The document of an invented library. */
const library = join(fixtures, "library.openapi.yaml");

interface Bench extends AsyncDisposable {
  /** The repository. */
  readonly folder: string;
  spec(...words: readonly string[]): Promise<Ran>;
  json(...words: readonly string[]): Promise<{ readonly code: number | null; readonly data: Data }>;
  read(path: string): Promise<string>;
  /** Replaces a text that stands once in a file. */
  edit(path: string, from: string, to: string): Promise<void>;
}

/** A repository with the real generators, and the spec of an invented depot. */
async function bench(): Promise<Bench> {
  const b = await bareBench();
  const { folder } = b;
  await mkdir(join(folder, "packages"));
  await symlink(join(root, "generators"), join(folder, "generators"));
  await symlink(join(root, "packages/core"), join(folder, "packages/core"));
  await cp(join(fixtures, "depot"), join(folder, "specs/depot"), { recursive: true });
  const read = (path: string): Promise<string> => readFile(join(folder, path), "utf8");
  return {
    folder,
    spec: (...words) => b.arx(["spec", ...words]),
    json: async (...words) => {
      const { code, out, err } = await b.arx(["spec", ...words, "--json"]);
      if (out === "") throw new Error(`arx spec ${words.join(" ")} gave ${code} and no JSON: ${err}`);
      return { code, data: JSON.parse(out) };
    },
    read,
    edit: async (path, from, to) => {
      const parts = (await read(path)).split(from);
      if (parts.length !== 2) throw new Error(`this must stand once in ${path}: ${from}`);
      await writeFile(join(folder, path), parts.join(to));
    },
    [Symbol.asyncDispose]: () => b[Symbol.asyncDispose](),
  };
}

test("outside of the repository the commands say where they belong", async () => {
  await using b = await bareBench();
  for (const words of [["lint"], ["generate"], ["new", "acme-crm"], ["drift", "--openapi", library]]) {
    const { code, out, err } = await b.arx(["spec", ...words]);
    expect({ words, code, out }).toEqual({ words, code: 2, out: "" });
    expect(err).toContain("this folder is in none\nwhat to do: clone it");
  }
});

test("lint tells of each spec whether it can be used, and of a fault where it is", async () => {
  await using b = await bench();
  expect(await b.spec("lint")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^specs\/depot: operations: \d+/),
  });
  await b.edit("specs/depot/connector.yaml", "connector: depot", "conector: depot");
  const { code, data } = await b.json("lint", "depot");
  expect(code).toBe(9);
  expect(data).toMatchObject({
    ok: false,
    specs: [{ folder: "specs/depot", ok: false }],
    diagnostics: expect.arrayContaining([
      expect.objectContaining({ severity: "error", file: "specs/depot/connector.yaml" }),
    ]),
  });
  expect((await b.spec("lint", "depto")).code).toBe(2);
});

test("generate writes what the specs say, and its check fails on a file that is not so", async () => {
  await using b = await bench();
  expect((await b.spec("generate", "--check")).code).toBe(9);
  expect((await b.spec("generate")).out).toContain("wrote   packages/depot/src/generated/client.ts\n");
  expect(await b.json("generate", "--check")).toEqual({
    code: 0,
    data: { ok: true, connectors: ["depot"], changes: [] },
  });
  await writeFile(join(b.folder, "packages/depot/src/generated/client.ts"), "changed by hand\n");
  expect((await b.json("generate", "depot", "--check")).data).toMatchObject({
    ok: false,
    changes: [{ kind: "differs", path: "packages/depot/src/generated/client.ts" }],
  });
  expect((await b.spec("generate", "depto")).code).toBe(2);
  await b.edit("specs/depot/connector.yaml", "connector: depot", "conector: depot");
  const { code, err } = await b.spec("generate");
  expect(code).toBe(9);
  expect(err).toContain("specs/depot/connector.yaml");
});

test("import lists what there is, proposes without a risk, writes with one, and refuses with a reason", async () => {
  await using b = await bench();
  const before = await b.read("specs/depot/connector.yaml");
  const listed = await b.json("import", "--openapi", library);
  expect(listed.code).toBe(0);
  expect(listed.data).toHaveLength(12);
  expect(listed.data[0]).toMatchObject({ operationId: "books/list", method: "GET", proposedRisk: "low" });
  const pick = ["import", "--openapi", library, "--operation", "books/list", "--as", "books:read"];
  expect(await b.json(...pick)).toMatchObject({
    code: 0,
    data: { kind: "proposals", proposals: [{ id: "books:read", risk: "low" }] },
  });
  expect(await b.read("specs/depot/connector.yaml")).toBe(before);
  expect(await b.json(...pick, "--risk", "medium", "--call", "findBooks")).toMatchObject({
    code: 0,
    data: { kind: "written", operations: [{ id: "books:read", call: "findBooks", risk: "medium" }] },
  });
  expect(await b.read("specs/depot/books.yaml")).toContain("books:read:");
  expect((await b.spec("lint")).code).toBe(0);
  expect(await b.json(...pick, "--risk", "low")).toMatchObject({ code: 2, data: { kind: "refused" } });
  expect((await b.spec(...pick, "--tag", "books")).code).toBe(2);
  expect((await b.spec("import", "--openapi", library, "--path", "books")).err).toContain("is no request");
  expect(
    (await b.spec("import", "--openapi", "nowhere.yaml", "--tag", "books", "--as", "books:x")).code,
  ).toBe(2);
});

test("drift fails on what nobody accepted, and tells where it is", async () => {
  await using b = await bench();
  const { code, data } = await b.json("drift", "--openapi", library);
  expect(code).toBe(9);
  expect(data.unexplained).toContainEqual(
    expect.objectContaining({ difference: "operation_gone", at: expect.stringMatching(/^parcels:/) }),
  );
  const ids = data.unexplained.map(({ at }: { at: string }) => at);
  await writeFile(
    join(b.folder, "specs/depot/drift.yaml"),
    JSON.stringify({
      accepted: [{ difference: "operation_gone", at: ids, because: "The library has no depot." }],
    }),
  );
  expect(await b.spec("drift", "depot", "--openapi", library)).toMatchObject({
    code: 0,
    out: expect.stringContaining(`0 differences unexplained, ${ids.length} accepted`),
  });
});

test("diff tells what breaks callers, and exits with it where that is asked for", async () => {
  await using b = await bench();
  await cp(join(b.folder, "specs/depot"), join(b.folder, "before/depot"), { recursive: true });
  expect(await b.spec("diff", "before/depot", "depot", "--exit-code")).toMatchObject({
    code: 0,
    out: "Nothing that callers or policies notice has changed.\n",
  });
  await b.spec(
    "import",
    "--openapi",
    library,
    "--operation",
    "books/list",
    "--as",
    "books:read",
    "--risk",
    "low",
  );
  expect((await b.json("diff", "before/depot", "depot", "--exit-code")).data).toMatchObject({
    breaking: false,
    added: [{ operation: "books:read", risk: "low", falls: [] }],
  });
  const { code, out } = await b.spec("diff", "depot", "before/depot", "--exit-code");
  expect(code).toBe(9);
  expect(out).toContain("operation_removed  books:read");
});

test("among several specs an import has to be told its file, and is told how", async () => {
  await using b = await bench();
  await cp(join(b.folder, "specs/depot"), join(b.folder, "specs/shop"), { recursive: true });
  const pick = ["import", "--openapi", library, "--operation", "books/list", "--as", "books:read"];
  const { code, err } = await b.spec(...pick);
  expect(code).toBe(2);
  expect(err).toContain("give --into specs/CONNECTOR/books.yaml");
  expect((await b.spec(...pick, "--into", "specs/depot/books.yaml")).code).toBe(0);
});

test("new begins a connector that lint finds nothing wrong with", async () => {
  await using b = await bench();
  expect((await b.json("new", "acme-crm")).data).toMatchObject({
    name: "acme-crm",
    files: expect.arrayContaining(["specs/acme-crm/connector.yaml"]),
  });
  expect((await b.json("lint", "acme-crm")).data).toMatchObject({ ok: true, specs: [{ operations: 2 }] });
  const { code, err } = await b.spec("new", "acme-crm");
  expect(code).toBe(2);
  expect(err).toContain("what to do: Choose another name");
});
