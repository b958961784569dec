import { spawnSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { root } from "../packages/public.ts";

const bundle = fileURLToPath(new URL("../bundle.js", import.meta.url));

test("a package whose declarations were removed is not built, and the next build makes them", async () => {
  const folder = await mkdtemp(join(tmpdir(), "arx-bundle-"));
  const notes = "dist/build.tsbuildinfo";
  const exports = { ".": { "@arx/source": "./src/index.ts", default: "./dist/index.js" } };
  for (const [path, text] of [
    ["package.json", JSON.stringify({ type: "module", exports })],
    ["src/index.ts", "export const here = true;\n"],
    [notes, "{}"],
  ] as const) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const { status, stderr } = spawnSync(process.execPath, [bundle], { cwd: folder, encoding: "utf8" });
  expect([status, stderr]).toEqual([1, expect.stringContaining("run `pnpm build`")]);
  expect(existsSync(join(folder, notes))).toBe(false);
  await rm(folder, { recursive: true });
});

test("packages whose dist was removed are compiled by the next build", async () => {
  const copy = await mkdtemp(join(tmpdir(), "arx-bundle-"));
  await symlink(join(root, "node_modules"), join(copy, "node_modules"), "junction");
  for (const path of [
    "tsconfig.base.json",
    "tsconfig.json",
    ...globSync("packages/*/tsconfig.json", { cwd: root }),
  ])
    await cp(join(root, path), join(copy, path));
  await writeFile(join(copy, "package.json"), '{ "type": "module" }\n');
  for (const name of globSync("packages/*", { cwd: copy })) {
    await mkdir(join(copy, name, "src"));
    await writeFile(join(copy, name, "src/index.ts"), "export const here = true;\n");
  }
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const compile = () => {
    const { status, stdout } = spawnSync(process.execPath, [tsc, "-b"], { cwd: copy, encoding: "utf8" });
    expect([status, stdout]).toEqual([0, ""]);
    return globSync("packages/*/dist/index.d.ts", { cwd: copy })
      .map((path) => dirname(path))
      .sort();
  };
  const built = compile();
  for (const dist of built) await rm(join(copy, dist), { recursive: true });
  expect(built).toContain(join("packages", "yaml", "dist"));
  expect(compile()).toEqual(built);
  await rm(copy, { recursive: true });
});
