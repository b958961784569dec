import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { bareBench } from "./bench.ts";

const commands = [
  ...["init", "check", "ops", "run", "sim", "help"].map((name) => [name]),
  ...["set", "ls", "rm", "rotate-key"].map((name) => ["vault", name]),
  ...["ls", "show", "approve", "deny", "wait", "resume"].map((name) => ["approvals", name]),
  ...["lint", "explain", "matrix", "test", "diff", "scopes", "replay", "lock", "schema"].map((name) => [
    "policy",
    name,
  ]),
  ...["tail", "show", "verify", "checkpoint", "export"].map((name) => ["audit", name]),
  ...["ls", "reconcile", "settle"].map((name) => ["recover", name]),
  ...["lint", "generate", "import", "drift", "diff", "new"].map((name) => ["spec", name]),
  ...["bash", "zsh", "fish"].map((name) => ["completion", name]),
  ["run", "okta", "users:suspend"],
];

/** Runs many command lines in one process, one after the other: what a process each would print, sooner. */
async function printed(lines: readonly (readonly string[])[]): Promise<string> {
  await using b = await bareBench();
  const module = new URL("../src/run.ts", import.meta.url).href;
  const script = `const { run } = await import(${JSON.stringify(module)});
for (const words of ${JSON.stringify(lines)}) {
  process.stdout.write("$ arx " + words.join(" ") + "\\n");
  const code = await run(words);
  process.stdout.write(code === 0 ? "\\n" : "exit code " + code + "\\n\\n");
}`;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--conditions=@arx/source", "--input-type=module", "-e", script],
    { cwd: b.folder, env: b.env },
  );
  expect(stderr).toBe("");
  return stdout;
}

test("the help of arx, of each command and of each topic is what was agreed", async () => {
  const topics = ["exit-codes", "environment", "json"].map((topic) => ["help", topic]);
  const told = await printed([["--help"], ...commands.map((words) => [...words, "--help"]), ...topics]);
  await expect(told).toMatchFileSnapshot("./golden/help.txt");
});

test("every command has an example, and tells the shape of its JSON", async () => {
  const told = await readFile(new URL("golden/help.txt", import.meta.url), "utf8");
  const pages = told
    .split(/^(?=\$ arx )/m)
    .filter((page) => commands.some((words) => page.startsWith(`$ arx ${words.join(" ")} --help`)));
  const groups = /^\$ arx (run|completion \w+) --help/;
  expect(pages).toHaveLength(commands.length);
  expect(pages.filter((page) => !page.includes("Examples:"))).toEqual([]);
  expect(pages.filter((page) => !groups.test(page) && !page.includes("With --json:"))).toEqual([]);
});

test("without a command the help is printed", async () => {
  await using b = await bareBench();
  expect((await b.arx([])).out).toBe((await b.arx(["--help"])).out);
});

test("the version is that of the package", async () => {
  await using b = await bareBench();
  const manifest = await readFile(new URL("../package.json", import.meta.url), "utf8");
  const { version } = JSON.parse(manifest) as { readonly version: string };
  expect(await b.arx(["--version"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
});

test("wrong usage says what, and where to read on", async () => {
  await using b = await bareBench();
  const told: string[] = [];
  const wrong = [
    ["opps"],
    ["ops", "--riks"],
    ["ops", "--risk", "huge"],
    ["sim", "--port", "65536"],
    ["vault"],
    ["approvals", "show"],
    ["help", "nothing"],
    ["run", "okta", "users:suspnd"],
    ["run", "okta", "users:suspend"],
  ];
  for (const words of wrong) {
    const { code, out, err } = await b.arx(words);
    expect({ words, code, out }).toEqual({ words, code: 2, out: "" });
    told.push(`$ arx ${words.join(" ")}\n${err}`);
  }
  await expect(told.join("\n")).toMatchFileSnapshot("./golden/usage.txt");
});

test("a stack is shown with --debug alone, and errors are one JSON object under --json", async () => {
  await using b = await bareBench();
  expect((await b.arx(["vault", "ls"])).err).not.toContain("    at ");
  expect((await b.arx(["vault", "ls", "--debug"])).err).toContain("    at ");
  const { code, err } = await b.arx(["vault", "ls", "--json"]);
  expect(code).toBe(7);
  expect(JSON.parse(err)).toMatchObject({
    error: { code: "runtime_not_ready", exit: "notReady", exitCode: 7, retryable: false },
  });
});
