/** getUser through execute(), as a user has it: the home's own policies, vault and store. */
import { OktaConnector } from "@arx/okta";
import { serve, told, userId } from "./caller.ts";

const okta = new OktaConnector({ agentId: "agent-001", orgId: "org-bench" });
await serve(told().width, () => okta.getUser(userId));
