import { type AddressInfo, createServer, type Socket } from "node:net";
import { inspect } from "node:util";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { WebhookChannel } from "../../src/approval/channels/webhook.ts";
import { startApiServer } from "../../src/testing/api-server.ts";
import { Secret } from "../../src/vault/secret.ts";
import { alice, house, rejection } from "../support/house.ts";

const signingSecret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const secret = new Secret(signingSecret);
const named = `- { name: named, connector: doors, operations: ["doors:*"], risk_max: critical, hitl_channel: "#guards" }\n`;

test("a webhook gets the card and the ids, signed, and nothing that approves", async () => {
  await using receiver = await startApiServer();
  await using home = await house(named);
  const channel = new WebhookChannel({ name: "#guards", url: `${receiver.origin}/hook`, secret });
  const runtime = await home.open({ channels: [channel] });
  const { approvalId, actionId } = await rejection(
    home.doors(runtime).execute("doors:delete", { doorId: "d1" }),
  );
  await expect.poll(() => receiver.requests).toHaveLength(1);
  const [request] = receiver.requests;
  const { card, digest, cardDigest, decideBy } = await runtime.approvals.get(approvalId);
  expect(request).toMatchObject({
    method: "POST",
    path: "/hook",
    headers: { "content-type": "application/json", "webhook-id": `${approvalId}:#guards` },
  });
  const message = new Webhook(signingSecret).verify(JSON.stringify(request!.body), request!.headers);
  expect(message).toEqual({
    type: "approval.requested",
    timestamp: expect.any(String) as string,
    data: {
      approvalId,
      actionId,
      orgId: "acme",
      digest,
      cardDigest,
      card,
      decideBy: new Date(decideBy).toISOString(),
    },
  });
  await runtime.approvals.vote(approvalId, alice, "deny", "no");
  await expect.poll(() => receiver.requests, { timeout: 10_000 }).toHaveLength(2);
  expect(receiver.requests[1]!.body).toMatchObject({
    type: "approval.settled",
    data: { approvalId, state: "denied" },
  });
});

test("a channel whose name no header field can hold is told too, and the signature fits", async () => {
  await using receiver = await startApiServer();
  const channel = new WebhookChannel({ name: "#承認 \u{1f512}", url: receiver.origin, secret });
  await channel.settled({ id: "apr", state: "denied", changedAt: 0 } as Parameters<
    typeof channel.settled
  >[0]);
  const [request] = receiver.requests;
  expect(request!.headers["webhook-id"]).toBe("apr:#%E6%89%BF%E8%AA%8D %F0%9F%94%92:denied");
  new Webhook(signingSecret).verify(JSON.stringify(request!.body), request!.headers);
});

const answers: [string, { status: number; headers?: Record<string, string> }][] = [
  ["an error", { status: 500 }],
  ["a refusal", { status: 410 }],
  ["a redirect", { status: 307, headers: { location: "/elsewhere" } }],
];

test.for(answers)("%s of the receiver is a failure, and no redirect is followed", async ([, answer]) => {
  await using receiver = await startApiServer();
  receiver.reply(answer);
  const channel = new WebhookChannel({ name: "#guards", url: `${receiver.origin}/hook/T0K3N`, secret });
  const failure = await rejection(
    channel.settled({ id: "apr", changedAt: 0 } as Parameters<typeof channel.settled>[0]),
  );
  expect(failure).toMatchObject({
    code: "announcement_failed",
    message: `#guards was not told: ${receiver.origin} answered ${answer.status}`,
  });
  expect(receiver.requests).toHaveLength(1);
});

test("a receiver that accepts and never answers costs the time limit, and no failure quotes the address", async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1");
  await new Promise((resolve) => silent.once("listening", resolve));
  const origin = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const channel = new WebhookChannel({
    name: "#guards",
    url: `${origin}/hook/T0K3N`,
    secret,
    timeoutMs: 100,
  });
  const approval = { id: "apr", changedAt: 0 } as Parameters<typeof channel.settled>[0];
  const late = await rejection(channel.settled(approval));
  expect(late.message).toBe(`#guards was not told: ${origin} did not answer in time`);
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => silent.close(resolve));
  const gone = await rejection(channel.settled(approval));
  expect(gone.message).toBe(`#guards was not told: ${origin} can't be reached (ECONNREFUSED)`);
  for (const failure of [late, gone]) expect(inspect(failure, { depth: 9 })).not.toContain("T0K3N");
});

const whsec = (bytes: number): string => `whsec_${Buffer.alloc(bytes, 7).toString("base64")}`;
const wantedSecret = "the secret of #guards must be whsec_ and 24 to 64 bytes in base64";
const notHttps = "the address of #guards is not https: requests would travel in the clear";
const noPassword = "the address of #guards must not hold a password";

const faults: [string, string, { url?: string; secret?: string }][] = [
  ["no address", "the address of #guards is no URL", { url: "hooks.example.com" }],
  ["plain http to another machine", notHttps, { url: "http://hooks.example.com/" }],
  ["a host that only looks like loopback", notHttps, { url: "http://127.0.0.1.example.com/" }],
  ["another scheme", notHttps, { url: "file:///etc/passwd" }],
  ["another scheme on this machine", notHttps, { url: "ftp://127.0.0.1/" }],
  ["a user and a password in the address", noPassword, { url: "https://me:word@hooks.example.com/" }],
  ["a user in the address", noPassword, { url: "https://me@hooks.example.com/" }],
  ["a secret that is too short", wantedSecret, { secret: whsec(23) }],
  ["a secret that is too long", wantedSecret, { secret: whsec(65) }],
  ["a secret without its prefix", wantedSecret, { secret: Buffer.alloc(32).toString("base64") }],
];

test.for(faults)("a webhook with %s is refused at once, without quoting it", ([, message, fault]) => {
  const { url, secret: text } = { url: "https://hooks.example.com/", secret: signingSecret, ...fault };
  const make = (): unknown => new WebhookChannel({ name: "#guards", url, secret: new Secret(text) });
  expect(make).toThrow(expect.objectContaining({ code: "runtime_not_ready", message }) as Error);
  expect(make).not.toThrow(text);
});

test.for([24, 64])("a secret of %i bytes and an https address are taken", (bytes) => {
  const url = "https://hooks.example.com/";
  const channel = new WebhookChannel({ name: "#guards", url, secret: new Secret(whsec(bytes)) });
  expect(channel.name).toBe("#guards");
});

test("every answer of 2xx says that the receiver was told", async () => {
  await using receiver = await startApiServer();
  receiver.reply({ status: 299 });
  const channel = new WebhookChannel({ name: "#guards", url: receiver.origin, secret });
  const settled = channel.settled({ id: "apr", changedAt: 0 } as Parameters<typeof channel.settled>[0]);
  await expect(settled).resolves.toBeUndefined();
});
