import { wireBench } from "@arx/core/testing";
import { expect, test } from "vitest";
import { definition, OktaConnector } from "../src/index.ts";

test.each([
  ["a password reset by mail", { sendEmail: true }, "high"],
  ["a reset link that the caller gets", { sendEmail: false }, "critical"],
  ["a reset that ends sessions", { sendEmail: true, revokeSessions: true }, "critical"],
])("%s is decided at the risk that it has for its arguments", async (_, options, risk) => {
  await using wire = await wireBench(OktaConnector, definition);
  wire.reply({ status: 200, body: { id: "00u1", status: "ACTIVE", profile: { login: "a@acme.com" } } });
  await wire.client.resetPassword("00u1", options);
  const risks: unknown[] = [];
  for await (const { record } of wire.runtime.store.audit({ orgId: "org-test", kind: "decision" })) {
    if (record.operation === "users:reset_password") risks.push(record.risk);
  }
  expect(new Set(risks)).toEqual(new Set([risk]));
});
