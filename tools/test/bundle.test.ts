import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const bundle = fileURLToPath(new URL("../bundle.js", import.meta.url));

test("a package whose declarations were removed is not built, and the next build makes them", async () => {
  const folder = await mkdtemp(join(tmpdir(), "arx-bundle-"));
  const notes = "node_modules/.cache/tsc/build.tsbuildinfo";
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
