import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { bench } from "./bench.ts";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

type Command = ChildProcessByStdio<null, Readable, Readable>;

function start(...args: string[]): Command {
  return spawn(process.execPath, ["--conditions=@arx/source", MAIN, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = start(...args);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  return { code: code as number, stdout, stderr };
}

async function firstLines(child: Command, count: number): Promise<string[]> {
  let seen = "";
  for await (const chunk of child.stdout) {
    seen += String(chunk);
    if (seen.split("\n").length > count) break;
  }
  return seen.split("\n").slice(0, count);
}

// On Windows both end a process before it can answer.
test.skipIf(process.platform === "win32").for(["SIGTERM", "SIGINT"] as const)(
  "the command serves, says how to call it, and stops with 0 on %s",
  async (signal) => {
    const child = start("--port", "0", "--token", "00test");
    const exit = once(child, "exit");
    try {
      const [address = "", hint = ""] = await firstLines(child, 2);
      const url = /^Okta org at (http:\/\/127\.0\.0\.1:\d+)$/.exec(address)?.[1];
      expect(hint).toBe(`Try: curl -H 'Authorization: SSWS 00test' ${url}/api/v1/users/me`);
      const reply = await fetch(`${url}/api/v1/users/me`, { headers: { authorization: "SSWS 00test" } });
      expect(reply.status).toBe(200);
    } finally {
      child.kill(signal);
    }
    expect(await exit).toEqual([0, null]);
  },
);

test("--help explains and exits with 0", async () => {
  const { code, stdout, stderr } = await run("--help");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  for (const flag of ["--port", "--host", "--token", "--seed"]) expect(stdout).toContain(flag);
});

test.for([
  [["--nope"], 2, /Unknown option '--nope'.*--help/],
  [["--port", "http"], 2, /--port http is not a port/],
  [["--port", "65536"], 2, /--port 65536 is not a port/],
  [["--token", ""], 2, /--token is empty/],
  [["--seed", "/nowhere/seed.yaml"], 2, /bad seed: \/nowhere\/seed.yaml can't be read/],
  [["--host", "203.0.113.1", "--port", "0"], 1, /203\.0\.113\.1 is not an address of this machine/],
] as const)("the command refuses %j in one line", async ([args, exitCode, message]) => {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stdout }).toEqual({ code: exitCode, stdout: "" });
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
});

test("a taken port is named", async () => {
  await using b = await bench();
  const { port } = new URL(b.sim.url);
  const { code, stderr } = await run("--port", port);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `okta-sim: port ${port} is taken: give another one with --port, or 0 for a free one\n`,
  });
});
