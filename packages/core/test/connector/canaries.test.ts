import { readdirSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { dirname, join } from "node:path";
import { inspect } from "node:util";
import { type Span, type SpanOptions, trace } from "@opentelemetry/api";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { formatCard } from "../../src/approval/card.ts";
import { WebhookChannel } from "../../src/approval/channels/webhook.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { startApiServer, type WireAnswer, type WireRequest } from "../../src/testing/api-server.ts";
import { Secret } from "../../src/vault/secret.ts";
import type { ConnectorDefinition } from "../../src/connector/operation.ts";
import { definition, Doors } from "../support/doors.ts";
import { alice, CountingVault, type House, house, log, rejection, usual } from "../support/house.ts";

vi.setConfig({ testTimeout: 60_000 });

const token = "canary-token/7f3a+q=";
const code = 'canary "code" \\ 81c0 ü&';
const digits = 7_315_902_648;
const ticket = "canary ticket/5d2e?#";
const pin = "canary-pin-66b1";
const secrets = [token, code, String(digits), ticket, pin];

/** What a secret may look like once it went through an address, JSON, a header or HTML. */
const looks = secrets.flatMap((secret) => [
  ...[secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)],
  ...[new URLSearchParams([["", secret]]).toString().slice(1), Buffer.from(secret).toString("base64")],
  ...[encodeURIComponent(encodeURIComponent(secret)), Buffer.from(secret).toString("hex")],
  ...[encodeURIComponent(secret).toLowerCase(), secret.replaceAll("/", "\\/"), entities(secret)],
]);

function entities(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]/gu, (character) => `&#${character.codePointAt(0)};`);
}

/** Every byte of a home, its database and what lies beside it. */
function bytesOf({ key }: House): Buffer {
  const files = readdirSync(dirname(key.folder), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(files.map(({ name }) => name)).toContain("arx.db-wal");
  return Buffer.concat(files.map(({ parentPath, name }) => readFileSync(join(parentPath, name))));
}

/** What tracing was told: names, attributes, events and exceptions of spans. */
const traced: unknown[] = [];

beforeAll(() => {
  const startSpan = (name: string, options: SpanOptions = {}): Span => {
    traced.push([name, options]);
    const told = (...said: unknown[]): unknown => traced.push(said);
    const methods = ["setAttribute", "setAttributes", "addEvent", "setStatus", "recordException", "end"];
    return Object.fromEntries(methods.map((method) => [method, told])) as unknown as Span;
  };
  trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan }) } as never);
});
afterAll(() => trace.disable());

/** As text, and with all that JSON leaves out; `inspect` alone writes backslashes its own way. */
function shownOf(said: unknown): string {
  return `${JSON.stringify(said)}\n${inspect(said, { depth: Infinity, showHidden: true })}`;
}

/** All that was traced since it was asked for last. */
function spans(): string {
  expect(traced.length).toBeGreaterThan(0);
  return traced.splice(0).map(shownOf).join("\n");
}

/** All that an error can show of itself. */
function faces(error: unknown): string {
  const { stack, message } = error as Error;
  return [message, stack, JSON.stringify(error), inspect(error, { depth: Infinity, showHidden: true })].join(
    "\n",
  );
}

/** An API that says everything that it was told, wherever it can. */
function echo({ headers, path, query, body }: WireRequest): WireAnswer {
  const all = [headers["authorization"], path, ...Object.values(query), JSON.stringify(body)].join(" ");
  const { code: one, keys } = (body ?? {}) as { code?: unknown; keys?: { secret: unknown }[] };
  const causes = [
    ...[one, ...(keys ?? []).map(({ secret }) => secret)].map((text) => ({ text: String(text) })),
    { text: all },
  ];
  const message = [all, one, query["ticket"]].join(" ");
  return { status: 400, headers: { "x-request-id": token }, body: { code: String(one), message, causes } };
}

/** Collects what is written to the console and the standard streams. */
function listen(): () => string {
  const written: string[] = [];
  const note = (piece: unknown): boolean => (written.push(String(piece)), true);
  for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, "write").mockImplementation(note);
  for (const method of ["log", "info", "warn", "error", "debug"] as const) {
    vi.spyOn(console, method).mockImplementation((...said: unknown[]) => void note(shownOf(said)));
  }
  return () => (vi.restoreAllMocks(), written.join("\n"));
}

/** The looks of secrets that stand in a sink, and in which: compared byte by byte. */
function found(sinks: Record<string, string | Buffer>): string[] {
  return Object.entries(sinks).flatMap(([name, said]) => {
    const bytes = Buffer.from(said);
    return looks.filter((look) => bytes.includes(look)).map((look) => `${look} stands in ${name}`);
  });
}

const input = {
  name: "Vault",
  ticket,
  code,
  keys: [
    { holder: "ann", secret: digits },
    { holder: "ben", secret: code },
  ],
};

test("no secret of arguments, credentials and answers reaches a byte of the home, an error, a card or an announcement", async () => {
  const written = listen();
  await using receiver = await startApiServer();
  await using home = await house(`${usual}  hitl_channel: "#guards"\n`);
  const secret = new Secret(`whsec_${Buffer.alloc(32).toString("base64")}`);
  const guards = new WebhookChannel({ name: "#guards", url: receiver.origin, secret });
  const vault = new CountingVault(home.building.origin, token);
  const runtime = await home.open({ vault, channels: [guards] });
  const doors = home.doors(runtime);

  const front = home.building.doors.get("d1")!;
  home.building.doors.set("d1", { ...front, pin });
  const cards = [
    // The read that previews the target has a secret in its result.
    (await rejection(doors.execute("doors:lock", { doorId: "d1" }))).approvalId,
    (await rejection(doors.execute("doors:create", { ...input, floor: 13 }))).approvalId,
  ];
  const shown = (await Promise.all(cards.map((id) => runtime.approvals.get(id)))).map(
    ({ card }) => `${JSON.stringify(card)}\n${formatCard(card)}`,
  );
  expect(shown[0]).toContain("[redacted:");
  await expect.poll(() => receiver.requests).toHaveLength(2);

  home.building.intercept(echo);
  const errors = [
    await rejection(doors.execute("doors:create", input)),
    await rejection(doors.execute("doors:create", { ...input, code: digits })),
    await rejection(doors.execute("doors:create", { ...input, surplus: code } as typeof input)),
    await rejection(doors.execute("doors:read_detail", { doorId: "d1" })),
    await (await runtime.approvals.vote(cards[1]!, alice, "approve", "go"),
    rejection(doors.resume(cards[1]!))),
  ];
  expect(home.building.writes()).toHaveLength(3);
  for (const write of home.building.writes()) expect(write.headers["authorization"]).toBe(`Bearer ${token}`);
  home.building.intercept(() => ({ status: 502, body: { message: `${token} ${code}` } }));
  errors.push(await rejection(doors.execute("doors:create", input)));
  home.building.intercept(() => ({ status: 200, body: { [token]: code, id: digits } }));
  errors.push(await rejection(doors.execute("doors:create", input)));

  const announced = receiver.requests.map(({ body, headers }) => JSON.stringify([body, headers])).join("\n");
  const sinks = {
    ...{ home: bytesOf(home), errors: errors.map(faces).join("\n"), cards: shown.join("\n"), announced },
    ...{ spans: spans(), written: written() },
  };
  expect(found(sinks)).toEqual([]);
});

test("an answer that is no HTTP and quotes the credential leaves no trace of it", async () => {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (request) =>
      socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${token}\r\n${request.toString()}\r\n\r\n${token}`),
    );
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  await using home = await house();
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const runtime: Runtime = await home.open({ vault: new CountingVault(origin, token) });
  const error = await rejection(home.doors(runtime).execute("doors:create", input));
  server.close();
  expect(error).toMatchObject({ code: "outcome_unknown" });
  expect(found({ home: bytesOf(home), error: faces(error), spans: spans() })).toEqual([]);
});

test("secrets that a connector forgot to mark are found by the same search, in the bytes of the home, the errors and the cards", async () => {
  await using home = await house();
  const runtime = await home.open({ vault: new CountingVault(home.building.origin, token) });
  const create = { ...definition.operations["doors:create"]!, sensitive: { input: [], result: [] } };
  const operations = { ...definition.operations, "doors:create": create };
  const leaky: ConnectorDefinition = { ...definition, operations };
  const doors = new Doors({ agentId: "agent-1", orgId: "acme", runtime }, leaky);
  const { approvalId } = await rejection(doors.execute("doors:create", { ...input, floor: 13 }));
  const { card } = await runtime.approvals.get(approvalId);
  home.building.intercept(echo);
  const error = faces(await rejection(doors.execute("doors:create", input)));
  const all = found({ home: bytesOf(home), error, card: JSON.stringify(card) });
  for (const sink of ["home", "error", "card"])
    for (const secret of [code, String(digits), ticket])
      expect(all).toContainEqual(
        expect.stringContaining(`${JSON.stringify(secret).slice(1, -1)} stands in ${sink}`),
      );
  for (const secret of secrets)
    expect(found({ spans: shownOf([secret, { attributes: {} }]) })).not.toEqual([]);
  // The credential is known for a secret without anybody's mark.
  expect(all.filter((each) => each.includes("canary-token"))).toEqual([]);
});

test("a credential that stands where an error is cut is not left there by half", async () => {
  await using home = await house();
  const runtime = await home.open({ vault: new CountingVault(home.building.origin, token) });
  const long = `${"x".repeat(990)}${token}`;
  home.building.intercept(() => ({ status: 400, body: { message: long, causes: [{ text: long }] } }));
  const error = await rejection(home.doors(runtime).execute("doors:create", input));
  expect(error).toMatchObject({ code: "api_error" });
  for (const sink of [bytesOf(home), faces(error)]) expect(sink).not.toContain(token.slice(0, 10));
});

test("a secret argument that is too long for one pattern is in no error, and the outcome is recorded", async () => {
  await using home = await house();
  const runtime = await home.open();
  const long = `canary-${"5d1e".repeat(20_000)}`;
  home.building.intercept(({ body }) => ({
    status: 400,
    body: { code: "E1", message: (body as { code: string }).code },
  }));
  const doors = home.doors(runtime);
  const error = await rejection(doors.execute("doors:create", { name: "Vault", code: long }));
  expect(error).toMatchObject({ code: "api_error" });
  expect(faces(error)).not.toContain(long.slice(0, 100));
  expect(bytesOf(home).includes(long.slice(0, 100))).toBe(false);
  expect((await log(runtime)).at(-1)).toMatchObject({ kind: "outcome", outcome: "failure" });
});
