import { type AuditRecord, type Home, openStore, type Store } from "@arx/core";
import { checkpointerOf, formatVerification } from "../commands/audit-verify.ts";
import type { Context } from "../context.ts";
import { loadFolder } from "../home/policies.ts";
import { failed, type Finding, ok } from "./finding.ts";

/** Whether the policies can be loaded, and what lint thinks of them. */
export async function checkPolicies(context: Context): Promise<Finding> {
  const { set, diagnostics } = await loadFolder(context);
  const [first] = diagnostics;
  const what = "policies";
  const remedy = "`arx policy lint` tells where, and what to write instead";
  if (!set)
    return {
      what,
      status: "failed",
      message: `errors: ${diagnostics.length}; ${first?.message ?? ""}`,
      remedy,
    };
  const inForce = `${set.policies.length} in force`;
  return first
    ? { what, status: "warning", message: `${inForce}, warnings: ${diagnostics.length}`, remedy }
    : ok(what, inForce);
}

/** Whether each log is what was written, and whether actions wait for their outcome. */
export async function* checkLogs(context: Context, home: Home): AsyncGenerator<Finding> {
  try {
    const store = await openStore(home);
    try {
      const checkpointer = checkpointerOf(context, { store });
      const orgs = await store.orgs();
      if (orgs.length === 0) yield ok("audit log", "nothing recorded yet");
      for (const orgId of orgs) {
        yield* checkLoads(store, orgId);
        const found = await checkpointer.verify(orgId);
        yield {
          what: "audit log",
          status: found.intact ? "ok" : "failed",
          message: formatVerification(orgId, found),
        };
      }
      const open = (await store.openActions()).filter(({ unknownSince }) => unknownSince !== undefined);
      const remedy = "`arx recover ls` lists them, `arx recover reconcile` can find out";
      if (open.length > 0)
        yield { what: "unknown outcomes", status: "warning", message: String(open.length), remedy };
    } finally {
      await store.close();
    }
  } catch (error) {
    yield failed("audit log", error);
  }
}

/** A process that could not load changed policies goes on with those that it has, and says so in the log alone. */
async function* checkLoads(store: Store, orgId: string): AsyncGenerator<Finding> {
  let last: AuditRecord | undefined;
  for await (const { record } of store.audit({ orgId, kind: "policy" })) last = record;
  if (last?.details["event"] !== "rejected") return;
  const { time, details } = last;
  yield {
    ...{ what: "policies in use", status: "warning" },
    message: `${orgId}: changed policies could not be loaded at ${time}; set ${String(details["policySet"])} stayed in force`,
    remedy: `\`arx audit tail --org ${orgId} --kind policy --json\` says why; a process that runs takes up what is mended`,
  };
}
