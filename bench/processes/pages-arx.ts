/** All users through one governed action. */
import { OktaConnector } from "@arx/okta";
import { userId } from "./caller.ts";
import { readPages } from "./read-pages.ts";

const okta = new OktaConnector({ agentId: "agent-001", orgId: "org-bench" });
await readPages(
  () => okta.getUser(userId),
  async (each) => {
    for await (const user of okta.listUsers({ limit: 200 })) each(user);
  },
);
