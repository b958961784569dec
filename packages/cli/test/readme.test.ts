import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { formatExitCodes } from "../src/exit-codes.ts";
import { bareBench, command } from "./bench.ts";
import { pattern, steps } from "./console.ts";

const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");

test("every command of the README's tour does what the README says", async () => {
  await using b = await bareBench();
  const bin = join(b.folder, "bin");
  await mkdir(bin);
  await writeFile(join(bin, "arx"), `#!/bin/sh\nexec ${command.map((word) => `'${word}'`).join(" ")} "$@"\n`);
  await chmod(join(bin, "arx"), 0o755);
  const shell = spawn("sh", [], { cwd: b.folder, env: { ...b.env, PATH: `${bin}:${b.env["PATH"]}` } });
  const lines = createInterface({ input: shell.stdout })[Symbol.asyncIterator]();
  let sim: ChildProcess | undefined;
  let approval = "";
  try {
    for (const { line, code, output } of steps(readme)) {
      if (line.startsWith("arx sim")) {
        sim = spawn(join(bin, "arx"), line.split(" ").slice(1), { cwd: b.folder, env: b.env });
        const first = await createInterface({ input: sim.stdout! })[Symbol.asyncIterator]().next();
        expect(first.value).toMatch(pattern(output));
        continue;
      }
      shell.stdin.write(`${line.replace("apr_...", approval)}\necho "exit code $?"\n`);
      const printed: string[] = [];
      while (!/^exit code \d+$/.test(printed.at(-1) ?? ""))
        printed.push((await lines.next()).value as string);
      const said = printed.slice(0, -1).join("\n");
      approval = /apr_[0-9a-f-]+/.exec(said)?.[0] ?? approval;
      expect({ line, code: printed.at(-1) }).toEqual({ line, code: `exit code ${code}` });
      if (output !== "") expect(`${line}\n${said}`).toMatch(pattern(`${line}\n${output}`));
    }
  } finally {
    sim?.kill();
    shell.stdin.end();
  }
});

test("the README's exit codes are those of the command", () => {
  const rows = [...readme.matchAll(/^\| (\d+) +\| (\w+) +\| (.*?) +\|$/gm)].map(
    ([, code = "", name = "", meaning = ""]) => `${code.padStart(3)}  ${name.padEnd(12)}  ${meaning}`,
  );
  expect(rows.join("\n")).toBe(formatExitCodes());
});
