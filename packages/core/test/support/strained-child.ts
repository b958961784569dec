// A process whose connector opens the home of the environment by itself, and acts until it is refused five times in a row.
import { writeSync } from "node:fs";
import { Doors } from "./doors.ts";

const [most = "1"] = process.argv.slice(2);

const refusals: unknown[] = [];
let tried = 0;
while (tried < Number(most) && refusals.length < 5) {
  tried += 1;
  // Credentials of its own for each, so that none is at hand from before.
  const doors = new Doors({ agentId: "agent-1", orgId: "acme", vaultPath: `doors-${tried}` });
  try {
    await doors.execute("doors:create", { name: `${tried} ${"x".repeat(20_000)}` });
    refusals.length = 0;
  } catch (error) {
    const { code, message } = error as Error & { readonly code?: string };
    refusals.push({ tried, code, message });
  }
}
writeSync(1, JSON.stringify({ tried, refusals }));
process.exit();
