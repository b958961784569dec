import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { bareBench } from "./bench.ts";

vi.setConfig({ testTimeout: 300_000 });

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../..", import.meta.url));
const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

test("the built command is the command that was tested", async () => {
  await using b = await bareBench();
  await run(join(root, "node_modules/.bin/tsc"), ["-b", "packages/cli"], { cwd: root }).catch(
    ({ stdout }: { stdout?: string }) => expect.fail(stdout),
  );
  const built = async (...words: string[]): Promise<string> =>
    (await run(process.execPath, [main, ...words], { cwd: b.folder, env: b.env })).stdout;
  expect(await built("--help")).toBe((await b.arx(["--help"])).out);
  expect(await built("ops", "--json")).toBe((await b.arx(["ops", "--json"])).out);
});

test("the help loads nothing that it does not need", async () => {
  await using b = await bareBench();
  const { stderr } = await run(
    process.execPath,
    ["--conditions=@arx/source", "--import", loaderOf(), sourceMain(), "--help"],
    { cwd: b.folder, env: b.env },
  );
  const loaded = stderr.split("\n").filter((line) => line.startsWith("loaded "));
  expect(loaded.some((line) => line.includes("/cli/src/program.ts"))).toBe(true);
  expect(
    loaded.filter((line) => /\/(core|okta|okta-sim)\/src\/|zod|undici|clack|bomb\.sh/.test(line)),
  ).toEqual([]);
});

const sourceMain = (): string => fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** A module that tells of every module that is loaded after it. */
function loaderOf(): string {
  const text = `import { registerHooks } from "node:module";
registerHooks({ load(url, context, next) { process.stderr.write("loaded " + url + "\\n"); return next(url, context); } });`;
  return `data:text/javascript,${encodeURIComponent(text)}`;
}
