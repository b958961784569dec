import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { bareBench } from "./bench.ts";

const run = promisify(execFile);
const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

test("the help loads nothing that it does not need", async () => {
  await using b = await bareBench();
  const { stderr } = await run(process.execPath, ["--import", loaderOf(), main, "--help"], {
    cwd: b.folder,
    env: b.env,
  });
  const loaded = stderr.split("\n").filter((line) => line.startsWith("loaded "));
  expect(loaded.some((line) => line.includes("/cli/dist/main.js"))).toBe(true);
  expect(
    loaded.filter((line) => /\/(core|okta|okta-sim|yaml)\/dist\/|zod|undici|clack|bomb\.sh/.test(line)),
  ).toEqual([]);
});

test("an older Node.js is told so before anything else", async () => {
  await using b = await bareBench();
  const older = `data:text/javascript,Object.defineProperty(process.versions, "node", { value: "24.15.0" })`;
  const ran = run(process.execPath, ["--import", older, main, "--help"], { cwd: b.folder, env: b.env });
  await expect(ran).rejects.toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining("this is Node.js 24.15.0, and 24.16 or newer is needed"),
  });
});

/** A module that tells of every module that is loaded after it. */
function loaderOf(): string {
  const text = `import { registerHooks } from "node:module";
registerHooks({ load(url, context, next) { process.stderr.write("loaded " + url + "\\n"); return next(url, context); } });`;
  return `data:text/javascript,${encodeURIComponent(text)}`;
}
