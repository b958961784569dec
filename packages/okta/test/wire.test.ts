import { RateLimitedError } from "@arx/core";
import { expect, test } from "vitest";
import { bench } from "./bench.ts";

test("a 401 for a missing feature has nobody read the vault again", async () => {
  await using on = await bench({ apiAccessManagement: false });
  await expect(on.okta.listAuthorizationServers()).rejects.toMatchObject({
    status: 401,
    apiCode: "E0000015",
  });
  expect(await on.attempts()).toEqual([]);
  expect(on.sim.requests.length).toBe(1);
});

test("an org that does not know the first request of an assignment gets the documented one, and is remembered", async () => {
  await using on = await bench({ rateLimits: "off" });
  const [[app], [user]] = await Promise.all([on.okta.listApps(), on.okta.listUsers()]);
  for (let time = 0; time < 2; time += 1) await on.okta.assignUserToApp(app?.id ?? "", user?.id ?? "", {});
  const sent = on.sim.requests.slice(2).map(({ method, status }) => `${method} ${status}`);
  expect(sent).toEqual(["PUT 405", "POST 200", "POST 200"]);
});

test("a bucket that is used up ends a call that has no time to wait, and the org refuses nothing", async () => {
  await using on = await bench(
    { rateLimits: { logs: 20 }, dateSkewSeconds: 300 },
    {
      runtime: { callTimeoutMs: 5000, quota: { reserve: 0 } },
    },
  );
  const ends = await Promise.allSettled(
    Array.from({ length: 15 }, async () => on.okta.getLogs({ limit: 1 })),
  );
  const refused = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
  expect(refused.length).toBe(5);
  expect(refused.every((reason) => reason instanceof RateLimitedError)).toBe(true);
  expect(on.sim.requests.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
});

test("a poll of the System Log can go on later where it ended, and gives no event twice", async () => {
  await using on = await bench({ rateLimits: "off" });
  const seen = new Set<string>();
  let cursor: string | undefined;
  for await (const page of on.okta.getLogs({ since: "2020-01-01T00:00:00Z", limit: 3 }).pages()) {
    for (const { uuid } of page.items) seen.add(uuid ?? "");
    cursor = page.cursor;
  }
  const before = seen.size;
  const [user] = await on.okta.listUsers({ filter: 'status eq "ACTIVE"' });
  await on.okta.suspendUser(user?.id ?? "");
  const later: (string | undefined)[] = [];
  for await (const { uuid, eventType } of on.okta.getLogs({ after: cursor ?? "" })) {
    expect(seen.has(uuid ?? "")).toBe(false);
    later.push(eventType);
  }
  expect(before).toBeGreaterThan(0);
  expect(later).toContain("user.lifecycle.suspend");
});
