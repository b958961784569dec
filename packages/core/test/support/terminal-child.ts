import { TerminalChannel } from "../../src/approval/channels/terminal.ts";
import { openRuntime } from "../../src/runtime/open-runtime.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { catalog, Doors } from "./doors.ts";
import { CountingVault, type HomeKey } from "./house.ts";

// Run under a pseudo-terminal: an agent's process at whose terminal a person sits.
const key = JSON.parse(process.argv[2] ?? "") as HomeKey;
const terminal = new TerminalChannel({ vote: (...words) => runtime.approvals.vote(...words) });
const runtime: Runtime = await openRuntime({
  ...{
    catalogs: [catalog],
    home: key.folder,
    env: key.env,
    vault: new CountingVault(key.origin),
    channels: [terminal],
  },
});
const doors = new Doors({ agentId: "agent-1", orgId: "acme", runtime });
await doors.execute("doors:delete", { doorId: "d1" }, { waitMs: 60_000 });
await runtime.close();
