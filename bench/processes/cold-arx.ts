/** From the import to the first governed answer, in milliseconds: what an agent waits for at every start. */
const started = performance.now();
const { OktaConnector } = await import("@arx/okta");
const okta = new OktaConnector({ agentId: "agent-001", orgId: "org-bench" });
await okta.getUser("00u00000000000000000");
process.send?.(performance.now() - started, () => process.exit());
