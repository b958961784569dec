import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as core from "../../src/index.ts";
import { VaultUnavailableError } from "../../src/errors/vault-unavailable-error.ts";
import { definition, Doors } from "../support/doors.ts";
import { alice, CountingVault, type House, house, log, rejection, usual } from "../support/house.ts";
import { tapped } from "../support/tap.ts";

const source = new URL("../../src/errors/", import.meta.url);
const files = readdirSync(source).filter((file) => file !== "arx-error.ts");

test.for(files)(
  "%s has one class with its own name, a code and a comment that says what did not happen",
  (file) => {
    const text = readFileSync(new URL(file, source), "utf8");
    const className = file
      .replace(".ts", "")
      .replaceAll(/(^|-)(.)/g, (_, __, letter: string) => letter.toUpperCase());
    expect(text).toContain(`export class ${className} extends ArxError`);
    expect(text).toContain(`override readonly name = "${className}"`);
    expect(text).toMatch(/readonly code = "[a-z_]+";/);
    expect(text).toMatch(/readonly retryable/);
    const [, comment = ""] = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export class/.exec(text) ?? [];
    expect(comment).toMatch(/\b(not|no|nothing|nobody|never)\b/i);
  },
);

test("no two errors share a code, and those that callers may meet are exported", () => {
  const codes = files.map(
    (file) => /readonly code = "([a-z_]+)"/.exec(readFileSync(new URL(file, source), "utf8"))?.[1],
  );
  expect(new Set(codes).size).toBe(files.length);
  for (const name of [
    "ActionOverdueError",
    "ApprovalAlteredError",
    "ClockMovedBackError",
    "NotInDoubtError",
    "PersonUnknownError",
    "SettlementRefusedError",
  ]) {
    expect(core).toHaveProperty(name);
  }
});

type Case = [code: string, (home: House) => Promise<{ code: string; actionId: string }>];

const create = async (home: House, options: object = {}): Promise<{ code: string; actionId: string }> =>
  rejection(home.doors(await home.open(options)).execute("doors:create", { name: "Side door" }));

const answering = async (home: House, answer: object): Promise<{ code: string; actionId: string }> => {
  home.building.intercept(() => answer as { status: number });
  return create(home);
};

const cases: Case[] = [
  [
    "unknown_operation",
    async (home) => rejection(home.doors(await home.open()).execute("doors:x" as "doors:read", {})),
  ],
  [
    "invalid_input",
    async (home) => rejection(home.doors(await home.open()).execute("doors:create", { name: "" })),
  ],
  [
    "policy_denied",
    async (home) => (await home.policy(`- { name: n, connector: doors, deny: ["doors:*"] }`), create(home)),
  ],
  [
    "approval_pending",
    async (home) => rejection(home.doors(await home.open()).execute("doors:delete", { doorId: "d1" })),
  ],
  [
    "approval_denied",
    async (home) => {
      const runtime = await home.open();
      const { approvalId } = await rejection(home.doors(runtime).execute("doors:delete", { doorId: "d1" }));
      await runtime.approvals.vote(approvalId, alice, "deny", "no");
      return rejection(home.doors(runtime).resume(approvalId));
    },
  ],
  ["api_error", (home) => answering(home, { status: 409, body: {} })],
  ["outcome_unknown", (home) => answering(home, { status: 500, body: {} })],
  ["unexpected_answer", (home) => answering(home, { status: 200, body: [] })],
  [
    "api_unreachable",
    (home) => create(home, { vault: new CountingVault("http://127.0.0.1:1"), callTimeoutMs: 200 }),
  ],
  ["origin_refused", (home) => create(home, { vault: new CountingVault("http://doors.example.com") })],
  [
    "runtime_not_ready",
    (home) =>
      create(home, {
        vault: {
          name: "bare",
          read: async (path: string) => ({ path, fields: {} }),
          close: async () => undefined,
        },
      }),
  ],
  [
    "vault_unavailable",
    async (home) => {
      const read = (): Promise<never> => Promise.reject(new VaultUnavailableError("sealed", "it is sealed"));
      return create(home, { vault: { name: "sealed", read, close: async () => undefined } });
    },
  ],
  [
    "outcome_unrecorded",
    async (home) => {
      const store = tapped(core.SqliteStore.open({ file: core.homeAt(home.key.folder).store }), {
        before: (label) => {
          if (label === "outcome") throw new core.StoreUnavailableError("the disk is full");
        },
      });
      return create(home, { store });
    },
  ],
];

test.for(cases)("the error %s carries the action that it ended", async ([code, fail]) => {
  await using home = await house(usual);
  const error = await fail(home);
  expect(error).toMatchObject({ code, actionId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
  expect(error).toBeInstanceOf(core.ArxError);
});

test("a call whose outcome could not be recorded is listed among the unknown ones, with the next start", async () => {
  await using home = await house();
  const store = tapped(core.SqliteStore.open({ file: core.homeAt(home.key.folder).store }), {
    before: (label) => {
      if (label === "outcome") throw new core.StoreUnavailableError("the disk is full");
    },
  });
  const runtime = await home.open({ store });
  const { actionId } = await rejection(
    new Doors({ agentId: "agent-1", orgId: "acme", runtime }).execute("doors:create", { name: "A" }),
  );
  expect(home.building.writes()).toHaveLength(1);
  const [open] = await runtime.store.openActions();
  expect(open?.actionId).toBe(actionId);
  await runtime.close();
  const clock = { now: () => open!.endsBy };
  const recovery = new core.Recovery(await home.open({ clock }), [definition]);
  expect(await recovery.list("acme")).toMatchObject([{ actionId }]);
  expect(await recovery.reconcile(actionId)).toMatchObject({ settled: "happened" });
});

test("a call that never left and could not be recorded is not said to have been made", async () => {
  await using home = await house();
  const store = tapped(core.SqliteStore.open({ file: core.homeAt(home.key.folder).store }), {
    before: (label) => {
      if (label === "outcome") throw new core.StoreUnavailableError("the disk is full");
    },
  });
  class NoVault extends CountingVault {
    override read(): Promise<never> {
      return Promise.reject(new VaultUnavailableError("test", "it is sealed"));
    }
  }
  const runtime = await home.open({ store, vault: new NoVault(home.building.origin) });
  const error = await rejection(home.doors(runtime).execute("doors:read_detail", { doorId: "d1" }));
  expect(error).toMatchObject({
    ...{ code: "outcome_unrecorded", message: expect.stringContaining("may have been made") as string },
  });
  expect(home.building.server.requests).toEqual([]);
});

test("a write that the API refused for its limits is not on record as one that was not sent", async () => {
  await using home = await house();
  home.building.intercept(() => ({ status: 429, headers: { "retry-after": "3600" } }));
  const runtime = await home.open();
  expect(await rejection(home.doors(runtime).execute("doors:create", { name: "Side door" }))).toMatchObject({
    code: "rate_limited",
  });
  expect((await log(runtime)).at(-1)).toMatchObject({
    ...{ kind: "outcome", outcome: "failure", details: { last: { sent: true, status: 429 } } },
  });
  expect(home.building.writes()).toHaveLength(1);
});

test("permits are made in one place", () => {
  const rooms = new URL("../../src/", import.meta.url);
  const makers = readdirSync(rooms, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .filter((file) => /Permit\.issue\(|new Permit\(/.test(readFileSync(new URL(file, rooms), "utf8")));
  expect(makers.toSorted()).toEqual(["approval/permit.ts", "approval/settlement.ts"]);
});
