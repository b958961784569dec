import { ArxError, type AuditRecord } from "@arx/core";
import { OktaConnector } from "@arx/okta";
import { formatAction, paint } from "./screen.ts";
import type { Stage } from "./stage.ts";
import type { Step } from "./story.ts";

export const orgId = "org-acme";

/** Plays steps one after the other, prints each as it happens, and gives what did not happen as told. */
export async function play(stage: Stage, steps: readonly Step[]): Promise<readonly string[]> {
  const okta = new OktaConnector({ agentId: "agent-001", orgId, runtime: stage.runtime });
  const untrue: string[] = [];
  for (const step of steps) {
    const { seq } = await stage.runtime.store.auditHead(orgId);
    const sentBefore = stage.org.requests.length;
    console.log(`\n${paint("cyan", step.title)}`);
    const came = await attempt(step, okta);
    const records = await ofLastAction(stage, seq);
    console.log(formatAction(records));
    console.log(`  ${paint("dim", "came")} ${came.text}`);
    const faults = check(step, came, records, stage.org.requests.length - sentBefore);
    for (const fault of faults) console.log(`  ${paint("red", "NOT AS TOLD")} ${fault}`);
    untrue.push(...faults.map((fault) => `${step.title}: ${fault}`));
  }
  return untrue;
}

interface Came {
  readonly text: string;
  readonly code?: string;
}

async function attempt({ call, show }: Step, okta: OktaConnector): Promise<Came> {
  try {
    return { text: show((await call(okta)) as never) };
  } catch (error) {
    if (error instanceof ArxError) return { text: `${error.name}: ${error.message}`, code: error.code };
    throw error;
  }
}

/** The records of the step's own action: reads that served it (the approver's preview) have records of their own. */
async function ofLastAction(stage: Stage, afterSeq: number): Promise<readonly AuditRecord[]> {
  const records: AuditRecord[] = [];
  for await (const { record } of stage.runtime.store.audit({ orgId, afterSeq })) records.push(record);
  const actionId = records.find(
    ({ kind, details }) => kind === "decision" && details["servesAction"] === undefined,
  )?.actionId;
  return records.filter((record) => record.actionId === actionId);
}

function check({ told }: Step, came: Came, records: readonly AuditRecord[], sent: number): readonly string[] {
  const decision = records.find(({ kind }) => kind === "decision");
  const outcome = records.find(({ kind }) => kind === "outcome")?.outcome;
  const { policies, approval } = (decision?.details ?? {}) as {
    policies?: readonly string[];
    approval?: string;
  };
  const faults: string[] = [];
  const expect = (what: string, found: unknown, wanted: unknown): void => {
    if (String(found) !== String(wanted)) faults.push(`${what} is ${String(found)}, not ${String(wanted)}`);
  };
  const refused = told.orCode !== undefined && came.code === told.orCode;
  expect("the verdict", decision?.verdict, told.verdict);
  if (!refused) expect("the error", came.code, told.code);
  if (told.approval !== undefined) expect("the approval", approval, told.approval);
  if (told.by !== undefined) expect("the deciding policy", policies?.join(", "), told.by.join(", "));
  if (told.verdict === "deny") expect("the number of requests", sent, 0);
  else expect("the outcome", outcome, refused ? undefined : "success");
  return faults;
}
