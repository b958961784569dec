import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { userInfo } from "node:os";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { TerminalChannel } from "../../src/approval/channels/terminal.ts";
import type { Approvals } from "../../src/approval/approvals.ts";
import { personHere } from "../../src/runtime/person.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { alice, type House, house, log, rejection, usual } from "../support/house.ts";

vi.setConfig({ testTimeout: 60_000 });
const patient = { timeout: 30_000 };

/** A person at a terminal: what they read, and what they type. */
interface Seat {
  readonly channel: TerminalChannel;
  read(): string;
  type(text: string): void;
  /** Whether anything that is typed goes to the channel. */
  isListening(): boolean;
}

/** Which of a seat's streams are a terminal's. */
interface Terminal {
  readonly input: boolean;
  readonly output: boolean;
}

const wholly: Terminal = { input: true, output: true };

function seat(vote: () => Pick<Approvals, "vote">, isTTY: Terminal = wholly): Seat {
  const input = Object.assign(new PassThrough(), { isTTY: isTTY.input });
  const output = Object.assign(new PassThrough(), { isTTY: isTTY.output });
  let seen = "";
  output.on("data", (piece: Buffer) => (seen += piece.toString()));
  const channel = new TerminalChannel({ vote: (...words) => vote().vote(...words), input, output });
  return {
    ...{ channel, read: () => seen, type: (text) => input.write(text) },
    isListening: () => !input.isPaused(),
  };
}

/** A request in a home where whoever runs an agent may approve, unless it was configured otherwise. */
async function asked(
  home: House,
  { isTTY = wholly, config = "" } = {},
): Promise<{ runtime: Runtime; at: Seat; id: string }> {
  await home.config(`selfApproval: true\n${config}`);
  const at: Seat = seat(() => runtime.approvals, isTTY);
  const runtime: Runtime = await home.open({ channels: [at.channel] });
  const { approvalId: id } = await rejection(home.doors(runtime).execute("doors:delete", { doorId: "d1" }));
  return { runtime, at, id };
}

test("a person at the terminal sees the card, decides as the logged-in user, and says why", async () => {
  await using home = await house();
  const { runtime, at, id } = await asked(home);
  await expect.poll(at.read, patient).toContain("approve or deny?");
  expect(at.read()).toContain("risk      CRITICAL");
  const times = (question: string) => () => at.read().split(question).length - 1;
  at.type("perhaps\r");
  await expect.poll(times("approve or deny?"), patient).toBe(2);
  at.type(" A \r");
  await expect.poll(times("why?"), patient).toBe(1);
  at.type("  \r");
  await expect.poll(times("why?"), patient).toBe(2);
  at.type("it is bricked up\r");
  await expect.poll(async () => (await runtime.approvals.get(id)).state, patient).toBe("approved");
  expect((await runtime.approvals.get(id)).votes).toMatchObject([
    { person: userInfo().username, authenticatedBy: "os", choice: "approve", reason: "it is bricked up" },
  ]);
  await expect.poll(at.isListening, patient).toBe(false);
});

const user = userInfo().username;
const decide = async (at: Seat): Promise<void> => {
  await expect.poll(at.read, patient).toContain("approve or deny?");
  at.type("a\r");
  await expect.poll(at.read, patient).toContain("why?");
  at.type("as shown\r");
};

test("a person at the terminal is who the home says, with the groups of the system", async () => {
  const { groups } = await personHere({});
  await using home = await house(
    usual.replace("risk_max: critical", `risk_max: critical\n  approvers: ["group:${groups[0]}"]`),
  );
  const { runtime, at, id } = await asked(home, { config: `people: { ${user}: sam@acme.com }` });
  await decide(at);
  await expect.poll(async () => (await runtime.approvals.get(id)).state, patient).toBe("approved");
  expect((await runtime.approvals.get(id)).votes).toMatchObject([{ person: "sam@acme.com", groups }]);
});

test("the agent's owner can't approve at the terminal under the name of a user of the machine", async () => {
  await using home = await house();
  const config = `owner: olga@acme.com\npeople: { ${user}: olga@acme.com }`;
  const { runtime, at, id } = await asked(home, { config });
  await decide(at);
  await expect.poll(at.read, patient).toContain("the agent's owner can't decide on its actions");
  expect(await runtime.approvals.get(id)).toMatchObject({ state: "pending", votes: [] });
});

test("a person who decides at the terminal and elsewhere is one person to a quorum", async () => {
  await using home = await house(usual.replace("risk_max: critical", "risk_max: critical\n  quorum: 2"));
  const { runtime, at, id } = await asked(home, { config: `people: { ${user}: sam@acme.com }` });
  await decide(at);
  await expect.poll(at.read, patient).toContain(`${id} is pending`);
  const again = runtime.approvals.vote(id, await personHere({ [user]: "sam@acme.com" }), "approve", "again");
  expect(await rejection(again)).toMatchObject({
    ...{ code: "vote_refused", message: expect.stringContaining("has voted before") as string },
  });
});

test.for([
  ["Ctrl-C", "\u0003"],
  ["Ctrl-D", "\u0004"],
] as const)("%s leaves the request to others, until it is announced again", async ([, key]) => {
  await using home = await house();
  const { runtime, at, id } = await asked(home);
  const times = (said: string) => () => at.read().split(said).length - 1;
  await expect.poll(times("approve or deny?"), patient).toBe(1);
  at.type(key);
  await expect.poll(times("is left to others"), patient).toBe(1);
  const { sealedAction: _, ...shown } = await runtime.approvals.get(id);
  expect(shown).toMatchObject({ state: "pending", votes: [] });
  await expect
    .poll(async () => {
      await at.channel.announce(shown, { person: async () => alice });
      return times("approve or deny?")();
    }, patient)
    .toBe(2);
});

test("what goes wrong with a vote is said at the terminal", async () => {
  await using home = await house();
  const { runtime, id } = await asked(home);
  const at = seat(() => ({ vote: () => Promise.reject(new Error("the line is dead")) }));
  const { sealedAction: _, ...shown } = await runtime.approvals.get(id);
  await at.channel.announce(shown, { person: async () => alice });
  await decide(at);
  await expect.poll(at.read, patient).toContain("the line is dead");
  expect(at.read()).not.toContain("is left to others");
});

test("somebody who is asked why is told when others have settled it", async () => {
  await using home = await house();
  const { runtime, at, id } = await asked(home);
  await expect.poll(at.read, patient).toContain("approve or deny?");
  at.type("a\r");
  await expect.poll(at.read, patient).toContain("why?");
  await runtime.approvals.vote(id, alice, "deny", "no");
  await expect.poll(at.read, patient).toContain(`${id} is left to others`);
  await expect.poll(at.isListening, patient).toBe(false);
});

test("a question that somebody else settled is taken back, and the next one is asked", async () => {
  await using home = await house();
  const { runtime, at, id } = await asked(home);
  await expect.poll(at.read, patient).toContain("approve or deny?");
  const { approvalId: next } = await rejection(home.doors(runtime).execute("doors:lock", { doorId: "d2" }));
  await runtime.approvals.vote(id, alice, "deny", "no");
  await expect.poll(at.read, patient).toContain(`${id} is denied by now`);
  await expect.poll(at.read, patient).toContain("Back door");
  at.type("d\r");
  await expect.poll(at.read, patient).toContain("why?");
  at.type("not now\r");
  await expect.poll(async () => (await runtime.approvals.get(next)).state, patient).toBe("denied");
});

test.for([
  { input: false, output: false },
  { input: true, output: false },
  { input: false, output: true },
])("with %o nobody sits at a terminal: nothing is asked, and the request waits", async (isTTY) => {
  await using home = await house();
  const { runtime, at, id } = await asked(home, { isTTY });
  await runtime.close();
  expect(at.read()).toBe("");
  const later = await home.open();
  expect(await later.store.announcements({ approvalId: id })).toMatchObject([
    { state: "waiting", attempts: 0 },
  ]);
});

const guarded = usual.replace("risk_max: critical", "risk_max: critical\n  approvers: [the-night-watch]");

test("a person who is not among the approvers is told so at the terminal, and the request stays", async () => {
  await using home = await house(guarded);
  const { runtime, at, id } = await asked(home);
  await expect.poll(at.read, patient).toContain("approve or deny?");
  at.type("a\r");
  await expect.poll(at.read, patient).toContain("why?");
  at.type("I want to\r");
  await expect.poll(at.read, patient).toContain("this person is not among the approvers");
  expect(await runtime.approvals.get(id)).toMatchObject({ state: "pending", votes: [] });
});

test("a question is asked once, however often it is announced, and one that was settled before its turn never", async () => {
  await using home = await house();
  const { runtime, at, id } = await asked(home);
  await expect.poll(at.read, patient).toContain("approve or deny?");
  const { approvalId: next } = await rejection(home.doors(runtime).execute("doors:lock", { doorId: "d2" }));
  const { sealedAction: _, ...shown } = await runtime.approvals.get(next);
  const delivery = { person: async () => alice };
  await at.channel.announce(shown, delivery);
  await at.channel.announce(shown, delivery);
  await at.channel.settled({ ...shown, state: "denied" });
  // Of what was never asked here, nothing is said.
  await at.channel.settled({ ...shown, id: "apr_other" });
  at.type("d\r");
  await expect.poll(at.read, patient).toContain("why?");
  at.type("no\r");
  await expect.poll(at.read, patient).toContain(`${id} is denied`);
  await runtime.close();
  expect(at.read().split("approve or deny?")).toHaveLength(2);
  expect(at.read()).not.toMatch(/Back door|apr_other/);
});

const script = spawnSync("script", ["--version"]).stdout?.toString() ?? "";

test.skipIf(!script.includes("util-linux"))(
  "a process at a real terminal asks there, and goes on with what was approved",
  async () => {
    await using home = await house();
    await home.config("selfApproval: true");
    const child = fileURLToPath(new URL("../support/terminal-child.ts", import.meta.url));
    const command = `exec "$NODE" --conditions=@arx/source "$CHILD" "$KEY"`;
    const env = { ...process.env, NODE: process.execPath, CHILD: child, KEY: JSON.stringify(home.key) };
    const person = spawn("script", ["-qec", command, "/dev/null"], { env });
    let seen = "";
    person.stdout.on("data", (piece: Buffer) => (seen += piece.toString()));
    await expect.poll(() => seen, patient).toContain("approve or deny?");
    person.stdin.write("a\r");
    await expect.poll(() => seen, patient).toContain("why?");
    person.stdin.write("it is bricked up\r");
    expect(await once(person, "close")).toEqual([0, null]);
    expect(home.building.writes()).toMatchObject([{ method: "DELETE", path: "/doors/d1" }]);
    const votes = (await log(await home.open())).filter(({ kind }) => kind === "vote");
    expect(votes).toMatchObject([
      { details: { person: userInfo().username, authenticatedBy: "os", choice: "approve" } },
    ]);
  },
);
