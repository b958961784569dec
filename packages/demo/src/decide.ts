/**
 * A second process with a person at it: opens the same home, reads what is asked, and approves it through the store.
 * Arguments: the home, the approval's id.
 */
import { formatCard, openRuntime } from "@arx/core";
import { catalog } from "@arx/okta";

const [home = "", approvalId = ""] = process.argv.slice(2);
const runtime = await openRuntime({ catalogs: [catalog], home });
try {
  const { card } = await runtime.approvals.get(approvalId);
  const person = { id: "sec-lead@acme.com", groups: ["security"], authenticatedBy: "demo" };
  console.log(formatCard(card).replaceAll(/^/gm, "    | "));
  await runtime.approvals.vote(approvalId, person, "approve", "the laptop was reported stolen");
  console.log(`    | process ${process.pid}: ${person.id} approves: the laptop was reported stolen`);
} finally {
  await runtime.close();
}
