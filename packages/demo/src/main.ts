import { verifyAudit } from "@arx/core";
import { approver } from "./people.ts";
import { orgId, play } from "./play.ts";
import { formatRecord, paint, rule } from "./screen.ts";
import { setStage, type Stage } from "./stage.ts";
import { actOne, actTwo } from "./story.ts";

const policies = ["okta-readonly-soc", "okta-user-lifecycle"];

await using stage: Stage = await setStage(policies, [approver(() => stage)]);
process.once("SIGINT", () => {
  const leave = (): never => process.exit(130);
  stage[Symbol.asyncDispose]().then(leave, leave);
});
console.log(`${paint("bold", "An agent works on an Okta org, through the gate")}
org       ${stage.org.url}, a local one
home      ${stage.home}
agent     agent-001 of ${orgId}; it never sees the token`);

console.log(rule(`Act one: under ${policies.join(" and ")}`));
const untrue = [...(await play(stage, actOne))];

await stage.addPolicy("okta-no-destructive");
console.log(rule("Act two: okta-no-destructive comes into force"));
untrue.push(...(await play(stage, actTwo)));

console.log(rule(`The audit log of ${orgId}`));
for await (const { record } of stage.runtime.store.audit({ orgId })) console.log(formatRecord(record));
const verification = await verifyAudit(stage.runtime.store, orgId);
console.log(
  verification.intact
    ? paint(
        "green",
        `intact: ${verification.records} records, chained from the first to ${verification.head.hash.slice(0, 12)}`,
      )
    : paint("red", `NOT INTACT at record ${verification.seq}: ${verification.message}`),
);

console.log(`${rule("On a real org")}
Put its address and an API token into the vault path okta, as domain and api_token, and policies into the home:
see "Point it at a real org" in README.md. The code stays the same.`);

const failed = untrue.length > 0 || !verification.intact;
console.log(
  failed
    ? paint("red", `\n${untrue.length} of it did not happen as told`)
    : paint("green", "\nEverything happened as told."),
);
process.exitCode = failed ? 1 : 0;
