import { execFile } from "node:child_process";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { bareBench, command } from "./bench.ts";

async function offered(...words: string[]): Promise<string[]> {
  await using b = await bareBench();
  const { out } = await b.arx(["complete", "--", ...words]);
  return out
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith(":"))
    .map((line) => line.split("\t")[0] ?? "");
}

test("commands, subcommands, operation ids and flags are offered", async () => {
  expect(await offered("po")).toEqual(["policy"]);
  expect(await offered("audit", "ver")).toEqual(["verify"]);
  expect(await offered("run", "okta", "users:re")).toEqual([
    "users:read",
    "users:read_detail",
    "users:reset_password",
    "users:read_factors",
    "users:read_apps",
  ]);
  expect(await offered("run", "okta", "users:suspend", "--us")).toEqual(["--user-id"]);
  expect(await offered("ops", "--risk", "")).toEqual(["low", "medium", "high", "critical"]);
});

test("each shell has a script", async () => {
  await using b = await bareBench();
  for (const shell of ["bash", "zsh", "fish"])
    expect((await b.arx(["completion", shell])).out).toContain("arx complete --");
});

const hasBash = await promisify(execFile)("bash", ["--version"]).then(
  () => true,
  () => false,
);

// On Windows the `arx` of this test, a shell script, is not found by what bash runs.
test.runIf(hasBash && process.platform !== "win32")(
  "bash completes an operation id across its colon",
  async () => {
    await using b = await bareBench();
    const bin = join(b.folder, "bin");
    await mkdir(bin);
    await writeFile(
      join(bin, "arx"),
      `#!/bin/sh\nexec ${command.map((word) => `'${word}'`).join(" ")} "$@"\n`,
    );
    await chmod(join(bin, "arx"), 0o755);
    // What the bash-completion package does, as far as it matters here; readline breaks words as COMP_WORDBREAKS says.
    const script = `source <(arx completion bash)
    _get_comp_words_by_ref() { words=(arx run okta users:susp); cword=3; cur=users:susp; prev=okta; }
    __arx_complete; printf '%s\\n' "\${COMPREPLY[@]}" "\${COMP_WORDBREAKS//[^:]/}"`;
    const { stdout } = await promisify(execFile)("bash", ["-c", script], {
      env: { ...b.env, PATH: `${bin}:${b.env["PATH"]}` },
    });
    expect(stdout.trim()).toBe("users:suspend");
  },
);
