import { expect, test } from "vitest";
import { etagOf } from "../../src/http/etag.ts";
import { wireBench } from "../../src/testing/wire-bench.ts";
import { definition, Doors } from "../support/doors.ts";

test("a bench carries out what people must approve, approved by its own person and on record", async () => {
  await using on = await wireBench(Doors, definition);
  on.reply({ status: 204 });
  await on.client.execute("doors:delete", { doorId: "d1" });
  expect(on.requests).toMatchObject([{ method: "DELETE", path: "/doors/d1" }]);
  const [request] = await on.runtime.approvals.list({ orgId: "org-test" });
  expect(request).toMatchObject({ state: "consumed", votes: [{ person: "approver@example.com" }] });
});

test("a result keeps its ETag beside it, and a copy has none", async () => {
  await using on = await wireBench(Doors, definition);
  const door = { id: "d1", name: "Front door", state: "open" } as const;
  on.reply({ status: 200, body: door, headers: { etag: '"v7"' } });
  const read = await on.client.execute("doors:read_detail", { doorId: "d1" });
  expect([read, etagOf(read), etagOf({ ...read })]).toEqual([door, '"v7"', undefined]);
});
