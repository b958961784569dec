import { execFile } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { command } from "./bench.ts";
import { pattern, steps } from "./console.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const page = await readFile(join(root, "docs/tutorials/add-an-operation.md"), "utf8");

/** A copy of what the page changes, beside links to the rest; below generators, where its packages are found. */
async function checkout(): Promise<{ folder: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(root, "generators/test/.tutorial-"));
  for (const name of ["specs/okta", "packages/okta"]) {
    const filter = (source: string): boolean =>
      !/\/(node_modules|dist)(\/|$)/.test(source.slice(root.length));
    await cp(join(root, name), join(folder, name), { recursive: true, filter });
  }
  await cp(join(root, "specs/okta"), join(folder, "before/okta"), { recursive: true });
  for (const name of [
    "packages/core",
    "packages/yaml",
    "specs/policies",
    "generators",
    "tsconfig.base.json",
    "tsconfig.test.json",
  ]) {
    await symlink(join(root, name), join(folder, name));
  }
  // The repository's own, but for the build that its tests have had by now.
  const config = await readFile(join(root, "vitest.config.ts"), "utf8");
  await writeFile(
    join(folder, "vitest.config.ts"),
    config.replace(/^ *globalSetup: .*$/m, "").replace(/, "generators[^"]*"/, ""),
  );
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

test("every command of the tutorial does what the page says", { timeout: 180_000 }, async () => {
  await using b = await checkout();
  const bin = join(b.folder, "bin");
  // Whoever runs the tests may have a home of their own upward from here.
  const home = join(b.folder, "home");
  await Promise.all([mkdir(bin), mkdir(home)]);
  await writeFile(join(bin, "arx"), `#!/bin/sh\nexec ${command.map((word) => `'${word}'`).join(" ")} "$@"\n`);
  await chmod(join(bin, "arx"), 0o755);

  const [, operation = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const file = join(b.folder, "specs/okta/groups.yaml");
  const spec = await readFile(file, "utf8");
  await writeFile(
    file,
    spec.replace(/^ {2}groups:add_member:/m, `${operation.replaceAll(/^(?=.)/gm, "  ")}\n$&`),
  );

  const env = {
    ...process.env,
    PATH: [bin, join(root, "node_modules/.bin"), process.env["PATH"]].join(":"),
    NO_COLOR: "1",
    ARX_HOME: home,
  };
  for (const { line, code, output } of steps(page)) {
    const ran = await promisify(execFile)("sh", ["-c", line], { cwd: b.folder, env }).then(
      ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
      (error: { code: number; stdout: string; stderr: string }) => ({
        code: error.code,
        said: error.stdout + error.stderr,
      }),
    );
    // The output first: it says why where the code is another one.
    expect(`${line}\n${ran.said}`).toMatch(output === "" ? /^/ : pattern(`${line}\n${output}`));
    expect({ line, code: ran.code }).toEqual({ line, code });
  }
});
