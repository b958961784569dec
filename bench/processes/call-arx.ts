/** getUser through execute(), as a user has it: the home's own policies, vault and store. */
import type * as Arx from "@arx/okta";
import { serve, told, userId } from "./caller.ts";
import { entry } from "./entry.ts";

const { OktaConnector } = (await import(entry(told().folder, "@arx/okta"))) as typeof Arx;
const okta = new OktaConnector({ agentId: "agent-001", orgId: "org-bench" });
await serve(told().width, () => okta.getUser(userId));
