import { appendFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../src/cli.ts";
import { repository } from "./depot.ts";

const client = "packages/depot/src/generated/client.ts";

async function bench(): Promise<Bench> {
  const { root, specs, [Symbol.asyncDispose]: dispose } = await repository();
  const said = { out: [] as string[], err: [] as string[] };
  const output = { log: (line: string) => said.out.push(line), error: (line: string) => said.err.push(line) };
  return {
    root,
    specs,
    generate: async (...args) => {
      said.out.length = said.err.length = 0;
      return { code: await run(args, root, output), out: said.out.join("\n"), err: said.err.join("\n") };
    },
    [Symbol.asyncDispose]: dispose,
  };
}

test("what is generated is current, and generating again touches no file", async () => {
  await using wire = await bench();
  expect(await wire.generate()).toMatchObject({ code: 0, err: "" });
  const before = await stat(join(wire.root, client));
  expect(await wire.generate()).toEqual({ code: 0, out: "current: depot", err: "" });
  expect(await wire.generate("--check")).toEqual({ code: 0, out: "current: depot", err: "" });
  expect((await stat(join(wire.root, client))).ino).toBe(before.ino);
});

test("--check names what differs, what is missing and what is stray, says what to do, and changes nothing", async () => {
  await using wire = await bench();
  await wire.generate();
  const stray = join(wire.root, "packages/depot/generated/docs/old.md");
  await appendFile(join(wire.root, client), "// by hand\n");
  await rm(join(wire.root, "packages/depot/generated/catalog.json"));
  await writeFile(stray, "left behind");

  const { code, out, err } = await wire.generate("--check");
  expect(code).toBe(1);
  expect(out.split("\n")).toEqual([
    "missing packages/depot/generated/catalog.json",
    "stray   packages/depot/generated/docs/old.md",
    `differs ${client}`,
  ]);
  expect(err).toContain("run `pnpm generate`");
  expect(await readFile(join(wire.root, client), "utf8")).toContain("// by hand");
  expect(await readFile(stray, "utf8")).toBe("left behind");
});

test("generating mends all three, and leaves what stands outside of its folders", async () => {
  await using wire = await bench();
  await wire.generate();
  const own = join(wire.root, "packages/depot/src/index.ts");
  await writeFile(own, "// by hand\n");
  await appendFile(join(wire.root, client), "// by hand\n");
  await rm(join(wire.root, "packages/depot/generated/catalog.json"));
  await writeFile(join(wire.root, "packages/depot/generated/docs/old.md"), "left behind");

  expect(await wire.generate()).toMatchObject({
    code: 0,
    out: `wrote   packages/depot/generated/catalog.json\ndeleted packages/depot/generated/docs/old.md\nupdated ${client}`,
  });
  expect(await wire.generate("--check")).toMatchObject({ code: 0 });
  expect(await readFile(own, "utf8")).toBe("// by hand\n");
});

test("what was generated for a connector whose spec is gone is named by --check, and deleted", async () => {
  await using wire = await bench();
  await wire.generate();
  const own = join(wire.root, "packages/depot/src/index.ts");
  await writeFile(own, "// by hand\n");
  await mkdir(join(wire.root, "packages/site/generated"), { recursive: true });
  await writeFile(join(wire.root, "packages/site/generated/README.md"), "made by something else");
  await rename(wire.specs, join(wire.root, "specs/shed"));
  const connector = join(wire.root, "specs/shed/connector.yaml");
  await writeFile(
    connector,
    (await readFile(connector, "utf8")).replace("connector: depot", "connector: shed"),
  );

  expect((await wire.generate("shed", "--check")).out).not.toContain("depot");
  const { code, out } = await wire.generate("--check");
  expect(code).toBe(1);
  expect(out).toContain(`stray   ${client}\n`);
  expect(out).toContain("missing packages/shed/src/generated/client.ts");
  expect(out).not.toContain("site");

  expect((await wire.generate()).out).toContain(`deleted ${client}\n`);
  expect((await readdir(join(wire.root, "packages/depot"), { recursive: true })).toSorted()).toEqual([
    "src",
    "src/index.ts",
    "test",
  ]);
  expect(await wire.generate("--check")).toEqual({ code: 0, out: "current: shed", err: "" });
});

test("a spec with a fault writes nothing, not even what the other files ask for", async () => {
  await using wire = await bench();
  const zones = join(wire.specs, "zones.yaml");
  await writeFile(zones, (await readFile(zones, "utf8")).replace("risk: critical", "risk: severe"));
  const { code, err } = await wire.generate();
  expect(code).toBe(1);
  expect(err).toContain("zones.yaml:");
  expect(err).toContain("Nothing was written.");
  expect(await readdir(wire.root)).toEqual(["specs"]);
  expect(await readdir(join(wire.root, "specs"))).toEqual(["depot"]);
});

test("a connector that is not there and an option that is not one are wrong usage", async () => {
  await using wire = await bench();
  expect(await wire.generate("harbour")).toMatchObject({
    code: 2,
    err: expect.stringContaining("no connector harbour, only: depot"),
  });
  expect(await wire.generate("--force")).toMatchObject({
    code: 2,
    err: expect.stringContaining("Usage: generate"),
  });
  expect(await wire.generate("--help")).toMatchObject({
    code: 0,
    out: expect.stringContaining("Exit codes: 0 done"),
  });
  expect(await readdir(wire.root)).toEqual(["specs"]);
});

interface Bench extends AsyncDisposable {
  readonly root: string;
  readonly specs: string;
  generate(...args: string[]): Promise<{ code: number; out: string; err: string }>;
}
