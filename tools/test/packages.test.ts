import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, expect, test } from "vitest";
import { pack, type Packed, textOf } from "../packages/pack.ts";
import { publicPackages, root } from "../packages/public.ts";

const folder = await mkdtemp(join(tmpdir(), "arx-packed-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
const all = await Promise.all(publicPackages.map((source) => pack(source, folder)));
const named = all.map((packed) => ({ name: packed.manifest.name, ...packed }));

test("the packages that are published are these", () => {
  expect(named.map(({ name }) => name)).toEqual([
    "@arx/cli",
    "@arx/core",
    "@arx/okta",
    "@arx/okta-sim",
    "@arx/yaml",
  ]);
});

test.for(named)("publint finds nothing in $name", async ({ files, manifest }) => {
  const entries = [...files].map(([path, data]) => ({ name: `package/${path}`, data }));
  const { messages } = await publint({ pkgDir: "package", pack: { files: entries }, strict: true });
  expect(messages.map((message) => formatMessage(message, manifest, { color: false }))).toEqual([]);
});

// The command exports nothing to look at: it has no types.
test.for(named.filter(({ name }) => name !== "@arx/cli"))(
  "the types of $name resolve for every ESM consumer",
  async ({ tarball }) => {
    const attw = join(root, "node_modules/@arethetypeswrong/cli/dist/index.js");
    const args = [attw, tarball, "--profile", "esm-only", "--format", "json"];
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 });
    const { analysis } = JSON.parse(stdout) as { readonly analysis: { readonly types: unknown } };
    expect(analysis.types).toMatchObject({ kind: "included" });
  },
);

test.for(named)("$name holds its sources, its page, the licence, and no other rooms", async (packed) => {
  const { files, source } = packed;
  expect(textOf(files, "README.md")).toBe(await readFile(join(source.folder, "README.md"), "utf8"));
  expect(textOf(files, "LICENSE")).toBe(await readFile(join(root, "LICENSE"), "utf8"));
  const sources = globSync("src/**/*.ts", { cwd: source.folder }).map((path) => path.replaceAll("\\", "/"));
  expect(new Set(under(files, "src", ".ts"))).toEqual(new Set(sources));
  const rooms = new Set([...files.keys()].map((path) => path.split("/")[0]));
  const known = new Set(["LICENSE", "README.md", "package.json", "dist", "src", "generated", "seed"]);
  expect(rooms.difference(known)).toEqual(new Set());
  expect(under(files, "dist", ".tsbuildinfo")).toEqual([]);
});

test.for(named)(
  "$name holds every file that its entries load, and no other JavaScript",
  ({ files, manifest }) => {
    const bins = Object.values(manifest.bin ?? {});
    const entries = [...targetsOf(manifest.exports), ...bins, ...under(files, "dist", "-thread.js")];
    const loaded = new Set(
      entries.map((path) => posix.normalize(path)).filter((path) => path.endsWith(".js")),
    );
    // A set is gone through to its end, what is added meanwhile included.
    for (const path of loaded)
      for (const [, imported = ""] of textOf(files, path).matchAll(/(?:from |import ?\(?)"(\.[^"]+)"/g))
        loaded.add(posix.join(posix.dirname(path), imported));
    expect(new Set(under(files, "dist", ".js"))).toEqual(loaded);
  },
);

test.for(named)("the source maps of $name lead to sources that it holds, each from one file", ({ files }) => {
  // What only hands on another file's exports has nothing to lead to.
  const handsOn = /^(?:#!.*\n)?export \{[^}]*\} from "[^"]+";\s*$/;
  const scripts = under(files, "dist", ".js").filter((path) => !handsOn.test(textOf(files, path)));
  const sources = scripts.flatMap((path) => {
    expect(textOf(files, path)).toContain(`//# sourceMappingURL=${posix.basename(path)}.map`);
    const map = JSON.parse(textOf(files, `${path}.map`)) as { readonly sources: readonly string[] };
    return map.sources.map((source) => posix.join(posix.dirname(path), source));
  });
  expect(sources.length).toBeGreaterThan(0);
  expect(sources.filter((source) => !files.has(source))).toEqual([]);
  // A module in two files would be there twice: two classes of one name, and two states.
  expect(sources.filter((source, at) => sources.indexOf(source) !== at)).toEqual([]);
  expect(new Set(under(files, "dist", ".map"))).toEqual(new Set(scripts.map((path) => `${path}.map`)));
});

// The command exports nothing: it has no types.
test.for(named.filter(({ name }) => name !== "@arx/cli"))(
  "$name holds the types of each source",
  ({ files }) => {
    const types = under(files, "src", ".ts").map((path) => path.replace(/^src(.*)ts$/, "dist$1d.ts"));
    expect(new Set(under(files, "dist", ".ts"))).toEqual(new Set(types));
  },
);

test("classes keep their names", async () => {
  const core = join(
    publicPackages.find(({ manifest }) => manifest.name === "@arx/core")!.folder,
    "dist/index.js",
  );
  const exported = Object.entries((await import(pathToFileURL(core).href)) as Record<string, unknown>);
  const classes = exported.filter(([, value]) => /^class\b/.test(String(value)));
  expect(classes.length).toBeGreaterThan(30);
  expect(classes.map(([, value]) => (value as Function).name)).toEqual(classes.map(([name]) => name));
});

test.for(named)(
  "what $name exports is ESM, is there, and is what it exports inside the repository",
  (packed) => {
    const { files, manifest, source } = packed;
    expect(manifest).toMatchObject({ type: "module" });
    expect(manifest).not.toHaveProperty("main");
    expect(manifest.exports).toEqual(withoutSources(source.manifest.exports));
    const bins = Object.values(manifest.bin ?? {});
    const targets = [...targetsOf(manifest.exports), ...bins].map((path) => posix.normalize(path));
    expect(targets.filter((path) => !files.has(path))).toEqual([]);
    for (const path of bins)
      expect(textOf(files, posix.normalize(path))).toMatch(/^#!\/usr\/bin\/env node\n/);
  },
);

test.for(named)(
  "$name is published by the release workflow alone, and depends on exact versions",
  (packed) => {
    // npm refuses to publish with provenance from anywhere else.
    expect(packed.source.manifest.publishConfig).toMatchObject({ access: "public", provenance: true });
    for (const [name, range] of Object.entries(packed.manifest.dependencies ?? {})) {
      // Ours move together; of all others, what was tested is what is installed.
      expect(`${name} ${range}`).toMatch(name.startsWith("@arx/") ? / \^\d+\.\d+\.\d+$/ : / \d+\.\d+\.\d+$/);
    }
  },
);

test("editors show the documentation of every method of a client that was installed", () => {
  const { files } = named.find(({ name }) => name === "@arx/okta")!;
  const lines = textOf(files, "dist/generated/client.d.ts").split("\n");
  const methods = lines.flatMap((line, at) => (/^ {4}\w+\(/.test(line) ? [at] : []));
  expect(methods.length).toBeGreaterThan(30);
  const bare = methods.filter((at) => !lines[at - 1]?.trim().endsWith("*/"));
  expect(bare.map((at) => lines[at])).toEqual([]);
});

test("every package stays within its size", async () => {
  const path = "tools/packages/budget.json";
  const budget = JSON.parse(await readFile(join(root, path), "utf8")) as Readonly<
    Record<string, Readonly<Record<"packedBytes" | "unpackedBytes", number>>>
  >;
  const faults = named.flatMap(({ name, ...sizes }) =>
    (["packedBytes", "unpackedBytes"] as const)
      .filter((size) => !(sizes[size] <= (budget[name]?.[size] ?? 0)))
      .map(
        (size) =>
          `${name} has ${sizes[size]} ${size}, ${path} allows ${budget[name]?.[size] ?? "none"}: ` +
          "find what grew (`pnpm pack --json` in its folder lists the files), take out what nobody needs, or raise the figure and say why in the commit",
      ),
  );
  expect(faults).toEqual([]);
});

/** `exports` as a consumer sees them: the condition for work inside the repository is not for them. */
function withoutSources(exports: unknown): unknown {
  return JSON.parse(
    JSON.stringify(exports, (key, value: unknown) => (key === "@arx/source" ? undefined : value)),
  );
}

/** The files of one room that end so. */
function under(files: Packed["files"], room: string, end: string): string[] {
  return [...files.keys()].filter((path) => path.startsWith(`${room}/`) && path.endsWith(end));
}

function targetsOf(exports: unknown): string[] {
  return typeof exports === "string" ? [exports] : Object.values(exports as object).flatMap(targetsOf);
}
