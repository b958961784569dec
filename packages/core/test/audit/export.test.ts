import { createWriteStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { expect, test } from "vitest";
import { canonicalJson, sha256 } from "../../src/audit/canonical.ts";
import { exportAudit } from "../../src/audit/export.ts";
import { toOcsf } from "../../src/audit/ocsf.ts";
import { type AuditDraft, type AuditRecord, genesis, seal } from "../../src/audit/record.ts";
import { sampleDraft, sampleTime } from "../../src/testing/store-samples.ts";
import { auditBench, orgId } from "./bench.ts";

const recordOf = (changed: Partial<AuditDraft>): AuditRecord => seal(sampleDraft(changed), genesis).record;

test("an export as JSON Lines has a line a record, from which the chain can be verified without the store", async () => {
  const { store, folder } = await auditBench(2_500);
  const file = createWriteStream(join(folder, "log.jsonl"));
  expect(await exportAudit(store, { orgId }, "jsonl", file)).toBe(2_500);
  file.end();
  await finished(file);
  const lines = readFileSync(join(folder, "log.jsonl"), "utf8").trimEnd().split("\n");
  let previous = genesis.hash;
  for (const line of lines) {
    const { hash, ...rest } = JSON.parse(line) as AuditRecord;
    expect(sha256(canonicalJson(rest))).toBe(hash);
    expect(rest.previous).toBe(previous);
    previous = hash;
  }
  expect(previous).toBe((await store.auditHead(orgId)).hash);
});

test("an export holds what its query asks for, and leaves its destination open", async () => {
  const { store } = await auditBench(10);
  const chunks: string[] = [];
  const destination = new Writable({
    decodeStrings: false,
    highWaterMark: 1,
    write: (chunk: string, _encoding, done) => {
      chunks.push(chunk);
      setImmediate(done);
    },
  });
  expect(await exportAudit(store, { orgId, actionId: "action-7" }, "ocsf", destination)).toBe(1);
  expect(await exportAudit(store, { orgId, since: sampleTime + 8 }, "ocsf", destination)).toBe(2);
  expect(chunks.map((chunk) => JSON.parse(chunk).metadata.sequence)).toEqual([7, 9, 10]);
  expect(destination.writableEnded).toBe(false);
});

test("an export whose destination fails fails with it", async () => {
  const { store } = await auditBench(10);
  const destination = new Writable({
    write: (_chunk, _encoding, done) => done(new Error("the pipe is broken")),
  });
  await expect(exportAudit(store, { orgId }, "jsonl", destination)).rejects.toThrow("the pipe is broken");
});

test("an outcome is an API Activity event of OCSF, whole", () => {
  const last = { method: "POST", path: "/crates/7/move?to=2", status: 403, requestId: "req-1", ms: 12 };
  const details = { error: "api_error", message: "not yours", last, attempts: 1 };
  const record = recordOf({ outcome: "failure", details });
  expect(toOcsf(record)).toEqual({
    ...{
      class_uid: 6003,
      class_name: "API Activity",
      category_uid: 6,
      category_name: "Application Activity",
    },
    ...{ activity_id: 99, activity_name: "move", type_uid: 600_399, type_name: "API Activity: move" },
    ...{
      severity_id: 4,
      severity: "High",
      time: sampleTime,
      message: "agent-001 crates:move outcome failure",
    },
    ...{ status_id: 2, status: "Failure", status_code: "api_error", status_detail: "not yours" },
    metadata: {
      ...{ version: "1.9.0", profiles: ["ai_operation", "security_control"], log_name: "audit" },
      product: { name: "Arx connectors", vendor_name: "Arx" },
      ...{ uid: "org-a:1", sequence: 1, event_code: "outcome", original_time: "2026-01-01T00:00:00.000Z" },
      ...{ tenant_uid: "org-a", correlation_uid: "action-1" },
    },
    actor: { app_uid: "agent-001", app_name: "agent-001" },
    ai_agent: { uid: "agent-001" },
    api: {
      ...{ operation: "crates:move", service: { name: "depot" }, request: { uid: "req-1" } },
      response: { code: 403, error: "api_error", error_message: "not yours" },
    },
    src_endpoint: { svc_name: "arx" },
    dst_endpoint: { svc_name: "depot" },
    http_request: { http_method: "POST", url: { path: "/crates/7/move", query_string: "to=2" } },
    http_response: { code: 403, latency: 12 },
    unmapped: { org_id: "org-a", previous: genesis.hash, hash: record.hash, details },
  });
});

test("an attempt is an event with its own request, an intent one with none", () => {
  const details = { method: "GET", path: "/crates/7", status: 503, ms: 8, note: "it failed" };
  expect(toOcsf(recordOf({ kind: "attempt", details }))).toMatchObject({
    http_request: { http_method: "GET", url: { path: "/crates/7" } },
    http_response: { code: 503, latency: 8 },
  });
  const intent = toOcsf(recordOf({ kind: "intent", details: {} }));
  expect(intent).not.toHaveProperty("http_request");
});

test.each([
  ["allow", { status_id: 1, action_id: 1, disposition_id: 1 }],
  ["deny", { status_id: 2, action_id: 2, disposition_id: 2, status_detail: "no_grant" }],
  ["escalate", { status_id: 99, action_id: 0, disposition_id: 14 }],
] as const)("the decision %s says what the gate did, by which policies, and to what", (verdict, expected) => {
  const details = {
    input: { crateId: "c-7", note: "x" },
    policies: ["movers"],
    policySet: "f00d",
    reason: "no_grant",
  };
  const { outcome: _outcome, ...draft } = sampleDraft({ kind: "decision", verdict, details });
  expect(toOcsf(seal(draft, genesis).record)).toMatchObject({
    ...expected,
    authorizations: [{ decision: verdict, policy: { name: "movers", version: "f00d" } }],
    resources: [{ uid: "c-7", type: "crate" }],
  });
});

test("a vote is the act of a person, and what belongs to no agent the act of the gate", () => {
  const vote = recordOf({
    kind: "vote",
    details: { person: "ann@example.com", choice: "deny", reason: "no" },
  });
  expect(toOcsf(vote)).toMatchObject({
    actor: { user: { uid: "ann@example.com" } },
    disposition_id: 2,
    status_detail: "no",
  });
  const { at, details } = sampleDraft();
  const policy = seal({ kind: "policy", orgId, at, details }, genesis).record;
  expect(toOcsf(policy)).toMatchObject({
    actor: { app_name: "arx" },
    api: { operation: "arx:policy" },
    severity_id: 1,
    activity_id: 0,
  });
  expect(toOcsf(policy)).not.toHaveProperty("ai_agent");
});

test.each([
  ["crates:create", 1],
  ["crates:read_detail", 2],
  ["crates:update", 3],
  ["crates:remove_item", 4],
  ["crates:move", 99],
  ["crates:constructor", 99],
] as const)("the operation %s is the activity %i", (operation, activity) => {
  expect(toOcsf(recordOf({ operation }))).toMatchObject({
    activity_id: activity,
    type_uid: 600_300 + activity,
  });
});

test.each([
  ["success", 1],
  ["failure", 2],
  ["not_sent", 2],
  ["unknown", 0],
] as const)("the outcome %s has the status %i", (outcome, status) => {
  expect(toOcsf(recordOf({ outcome }))).toMatchObject({ status_id: status });
});

test("a request without an answer, and an outcome without a request, are told as such", () => {
  const last = { method: "POST", path: "/crates", ms: 12 };
  const cut = toOcsf(recordOf({ outcome: "unknown", details: { last, input: { note: "x" } } }));
  expect(cut).toMatchObject({ http_request: { http_method: "POST", url: { path: "/crates" } } });
  expect(cut).not.toHaveProperty("http_response");
  expect(cut).not.toHaveProperty("resources");
  expect(cut).not.toHaveProperty("api.response");
  expect(toOcsf(recordOf({ outcome: "not_sent", details: {} }))).not.toHaveProperty("http_request");
});
