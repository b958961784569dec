import { type IPty, spawn } from "@lydell/node-pty";
import { cp, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { bareBench, type Bench, bench, command, me } from "./bench.ts";

const suspend = ["run", "okta", "users:suspend", "--user-id", "00u1a2b3c4d5e6f7g8"];

/** `arx` at a terminal. */
class AtTerminal {
  readonly #pty: IPty;
  #screen = "";
  readonly #ended: Promise<number>;

  constructor(b: Pick<Bench, "folder" | "env">, args: readonly string[]) {
    const [node = "", ...rest] = command;
    this.#pty = spawn(node, [...rest, ...args], {
      cwd: b.folder,
      env: b.env,
      cols: 100,
      rows: 30,
    });
    this.#pty.onData((data) => (this.#screen += data));
    this.#ended = new Promise((resolve) => this.#pty.onExit(({ exitCode }) => resolve(exitCode)));
  }

  get screen(): string {
    return stripVTControlCharacters(this.#screen);
  }

  /** Waits until the screen shows a text; the test's own time limit ends a wait in vain. */
  async shows(text: string): Promise<void> {
    while (!this.screen.includes(text)) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  type(keys: string): void {
    this.#pty.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.#pty.resize(columns, rows);
  }

  exit(): Promise<number> {
    return this.#ended;
  }
}

const writes = (b: Bench): number => b.org.requests.filter(({ method }) => method !== "GET").length;

test("a person at a terminal is shown the card, approves with a reason, and sees the result", async () => {
  await using b = await bench();
  const arx = new AtTerminal(b, suspend);
  await arx.shows(`Decide as ${me}?`);
  expect(arx.screen).toContain("target    John Doe <jdoe@acme.com>");
  arx.resize(60, 20);
  arx.type("\r");
  await arx.shows("Why do you approve it?");
  arx.type("stolen laptop\r");
  expect(await arx.exit()).toBe(0);
  expect(arx.screen).toContain("done: users:suspend");
  expect(await b.json("approvals", "ls", "--state", "consumed")).toMatchObject([
    { votes: [{ person: me, reason: "stolen laptop" }] },
  ]);
});

test("Ctrl-C in the middle of an approval leaves the request pending and sends nothing", async () => {
  await using b = await bench();
  const arx = new AtTerminal(b, suspend);
  await arx.shows(`Decide as ${me}?`);
  arx.type("\u0003");
  expect(await arx.exit()).toBe(130);
  expect(arx.screen).toContain("stays");
  expect(await b.json("approvals", "ls")).toMatchObject([{ state: "pending", votes: [] }]);
  expect(writes(b)).toBe(0);
});

test("Ctrl-C while waiting for somebody else leaves the request pending and sends nothing", async () => {
  await using b = await bench({ selfApproval: false });
  const arx = new AtTerminal(b, suspend);
  await arx.shows("It waits for a person");
  arx.type("\u0003");
  expect(await arx.exit()).toBe(130);
  expect(await b.json("approvals", "ls")).toMatchObject([{ state: "pending", votes: [] }]);
  expect(writes(b)).toBe(0);
});

test("Ctrl-C while the seconds are counted leaves the request pending and sends nothing, with --wait too", async () => {
  await using b = await bench({ selfApproval: false });
  for (const flags of [[], ["--wait", "10m", "--no-input"]]) {
    const arx = new AtTerminal(b, [...suspend, ...flags]);
    await arx.shows(flags.length === 0 ? "waiting for a decision" : "waiting if a person must approve");
    arx.type("\u0003");
    expect(await arx.exit()).toBe(130);
    expect(arx.screen).toContain("stays");
  }
  expect(await b.json("approvals", "ls")).toMatchObject([{ state: "pending" }, { state: "pending" }]);
  expect(writes(b)).toBe(0);
});

test("a decision is asked for its reason and its confirmation, and no is the default", async () => {
  await using b = await bench();
  const id = JSON.parse((await b.arx([...suspend, "--json"])).err).error.approvalId as string;
  const arx = new AtTerminal(b, ["approvals", "deny", id]);
  await arx.shows("Why do you deny it");
  arx.type("not now\r");
  await arx.shows(`deny it as ${me}?`);
  arx.type("\r");
  expect(await arx.exit()).toBe(130);
  expect(await b.json("approvals", "show", id)).toMatchObject({ state: "pending" });
});

test("a secret is typed unseen", async () => {
  await using b = await bench();
  const arx = new AtTerminal(b, ["vault", "set", "other", "token"]);
  await arx.shows("other token");
  arx.type("Canary-1234\r");
  expect(await arx.exit()).toBe(0);
  expect(arx.screen).not.toContain("Canary-1234");
  expect(await b.json("vault", "ls")).toContainEqual({ path: "other", fields: ["token"] });
});

test("nobody is asked with --no-input, at a terminal too", async () => {
  await using b = await bench();
  expect(await new AtTerminal(b, [...suspend, "--no-input"]).exit()).toBe(4);
  expect(await new AtTerminal(b, ["vault", "set", "other", "token", "--no-input"]).exit()).toBe(2);
});

test("a table fits the screen at a terminal, and has no colour with NO_COLOR", async () => {
  await using b = await bench();
  const arx = new AtTerminal(b, ["ops"]);
  expect(await arx.exit()).toBe(0);
  expect(arx.screen).toContain("…");
  for (const line of arx.screen.split(/\r?\n/)) expect(line.length).toBeLessThanOrEqual(100);
});

test("a person at a terminal picks an operation of a vendor's document, and names its risk", async () => {
  await using b = await bareBench();
  const generators = fileURLToPath(new URL("../../../generators", import.meta.url));
  const fixtures = join(generators, "test/fixtures");
  await symlink(generators, join(b.folder, "generators"));
  await cp(join(fixtures, "depot"), join(b.folder, "specs/depot"), { recursive: true });
  const arx = new AtTerminal(b, ["spec", "import", "--openapi", join(fixtures, "library.openapi.yaml")]);
  await arx.shows("Which operation?");
  arx.type("books/delete");
  await arx.shows("books/delete█ (1 match)");
  arx.type("\r");
  await arx.shows("Its id in the spec");
  arx.type("books:remove\r");
  await arx.shows("What can it do to the organisation?");
  arx.type("\u001B[B\u001B[B\r");
  expect(await arx.exit()).toBe(0);
  const written = await readFile(join(b.folder, "specs/depot/books.yaml"), "utf8");
  expect(written).toMatch(/books:remove:\n(?: {4}.*\n)*? {4}risk: high\n/);
});
