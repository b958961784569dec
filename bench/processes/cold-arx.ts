/** From the import to the first governed answer, in milliseconds: what an agent waits for at every start. */
import type * as Arx from "@arx/okta";
import { entry } from "./entry.ts";
import { tell } from "./tell.ts";

const [, , folder = ""] = process.argv;
const module = entry(folder, "@arx/okta");
const started = performance.now();
const { OktaConnector } = (await import(module)) as typeof Arx;
const okta = new OktaConnector({ agentId: "agent-001", orgId: "org-bench" });
await okta.getUser("00u00000000000000000");
tell(performance.now() - started);
