import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type OktaSim, startOktaSim } from "@arx/okta-sim";
import { expect, test } from "vitest";
import { bareBench, command } from "../../cli/test/bench.ts";
import { pattern, steps } from "../../cli/test/console.ts";
import { pages, samples } from "./samples.ts";

/** A shell in a folder of its own, whose `arx` is the built one, and an org to be called. */
interface Bench extends AsyncDisposable {
  readonly folder: string;
  run(line: string): Promise<{ readonly code: number; readonly said: string }>;
  /** Leaves a command running once it has said something, and gives its first line. */
  leave(line: string): Promise<string>;
}

async function bench(): Promise<Bench> {
  const { folder, env, [Symbol.asyncDispose]: remove } = await bareBench();
  const org: OktaSim = await startOktaSim();
  const bin = join(folder, "bin");
  await mkdir(bin);
  await writeFile(join(bin, "arx"), `#!/bin/sh\nexec ${command.map((word) => `'${word}'`).join(" ")} "$@"\n`);
  await chmod(join(bin, "arx"), 0o755);
  const around = {
    cwd: folder,
    env: { ...env, PATH: `${bin}:${env["PATH"]}`, OKTA_DOMAIN: org.url, OKTA_TOKEN: org.token },
  };
  const shell = spawn("sh", [], around);
  shell.stdin.write("exec 2>&1\n");
  const lines = createInterface({ input: shell.stdout })[Symbol.asyncIterator]();
  const left: ChildProcess[] = [];
  return {
    folder,
    run: async (line) => {
      shell.stdin.write(`${line}\necho "exit code $?"\n`);
      const said: string[] = [];
      for (;;) {
        const { value = "exit code -1" } = (await lines.next()) as { value?: string };
        const [, code] = /^exit code (-?\d+)$/.exec(value) ?? [];
        if (code !== undefined) return { code: Number(code), said: said.join("\n") };
        said.push(value);
      }
    },
    leave: async (line) => {
      const child = spawn("sh", ["-c", `exec ${line}`], around);
      left.push(child);
      const first = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
      return String(first.value);
    },
    [Symbol.asyncDispose]: async () => {
      shell.stdin.end();
      for (const child of left) child.kill();
      await org.close();
      await remove();
    },
  };
}

/** What pages that begin in the middle take for granted: a home that is ready, and an action in its log. */
const before = [
  "arx init",
  'printf %s "$OKTA_DOMAIN" | arx vault set okta domain',
  'printf %s "$OKTA_TOKEN" | arx vault set okta api_token',
  "export ARX_AGENT=agent-001 ARX_ORG=org-acme",
  "arx run okta users:read --limit 1",
];

const consoles = [...(await pages())]
  .map(([file, text]) => [file, steps(text)] as const)
  .filter(([, found]) => found.length > 0);

test.each(consoles)("every command of %s does what the page says", { timeout: 120_000 }, async (_, found) => {
  await using b = await bench();
  if (found[0]?.line !== "arx init") {
    for (const line of before) expect({ line, code: (await b.run(line)).code }).toEqual({ line, code: 0 });
  }
  for (const { line, code, output } of found) {
    if (line.startsWith("arx sim")) {
      expect(await b.leave(line)).toMatch(pattern(output));
      continue;
    }
    const ran = await b.run(line);
    // The output first: it says why where the code is another one.
    expect(`${line}\n${ran.said}`).toMatch(output === "" ? /^/ : pattern(`${line}\n${output}`));
    expect({ line, code: ran.code }).toEqual({ line, code });
  }
});

test("every arx.yaml on a page is one that the command takes", { timeout: 120_000 }, async () => {
  const found = samples(await pages()).filter(({ meta }) => meta.includes('title="arx.yaml"'));
  expect(found.length).toBeGreaterThan(1);
  await using b = await bench();
  await b.run("arx init");
  for (const { place, text } of found) {
    await writeFile(join(b.folder, ".arx/arx.yaml"), text);
    expect({ place, ...(await b.run("arx policy lint")) }).toMatchObject({ place, code: 0 });
  }
  await writeFile(join(b.folder, ".arx/arx.yaml"), "vaults: embedded\n");
  expect((await b.run("arx policy lint")).code).toBe(7);
});

test("the script that keeps an agent outside takes an operation and its arguments, and nothing else", async () => {
  const [act, ...others] = samples(await pages()).filter(({ meta }) =>
    meta.includes('title="/usr/local/bin/act"'),
  );
  expect(others).toEqual([]);
  await using b = await bench();
  for (const line of before) await b.run(line);
  const file = join(b.folder, "bin/act");
  const env = join(b.folder, "env");
  await writeFile(env, `export ARX_HOME='${join(b.folder, ".arx")}'\n`);
  await writeFile(file, act!.text.replace("/etc/arx/env", env));
  await chmod(file, 0o755);
  const input = `'{"userId": "00u1a2b3c4d5e6f7g8"}'`;
  expect(await b.run(`unset ARX_AGENT ARX_ORG; echo ${input} | act users:read_detail`)).toMatchObject({
    code: 0,
  });
  expect(await b.run(`echo ${input} | act users:suspend`)).toMatchObject({ code: 4 });
  for (const words of ["--help", "'users:read --home x'", "'users:read;id'", ""]) {
    expect({ words, ...(await b.run(`echo {} | act ${words}`)) }).toMatchObject({ words, code: 2 });
  }
  expect(await b.run(`echo ${input} | act users:read_detail --vault-path other`)).toMatchObject({ code: 0 });
}, 120_000);

/** Blocks that no test runs, by their first line, and why. */
const excused = new Map([
  ["groupadd arx", "makes a group and needs root; the script behind it is run"],
  ["#!/bin/sh", "is run by the test above"],
  ["npm install @arx/okta    # the client", "needs a release"],
  ["npx -y pnpm@12.21.0 start", "installs and builds the repository; the gate runs it"],
  ["npx -y pnpm@12.21.0 build", "builds the repository; the tests' own build is the same"],
  [
    "arx vault set okta domain       # https://yourorg.okta.com",
    "is typed at a terminal, against a real org",
  ],
  ["arx vault set okta domain", "is typed at a terminal, against a real org"],
  [`sqlite3 .arx/arx.db ".backup '/backup/arx.db'"`, "is another program's"],
  [
    "arx audit verify --checkpoint kept.json",
    "needs a home that was restored; the page about the log runs it",
  ],
]);

test("no block of shell commands goes without a test or a reason", async () => {
  const found = samples(await pages()).filter(({ language }) => ["sh", "bash", "shell"].includes(language));
  expect(found.map(({ text }) => text.split("\n")[0]).toSorted()).toEqual([...excused.keys()].toSorted());
});

test("the languages of all blocks are those that tests know", async () => {
  const known = new Set(["console", "sh", "text", "ts", "yaml"]);
  expect(samples(await pages()).filter(({ language }) => !known.has(language))).toEqual([]);
});
