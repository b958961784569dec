import {
  auditKey,
  type Checkpoint,
  Checkpointer,
  CheckpointInvalidError,
  CheckpointSigner,
  parseCheckpoint,
  systemClock,
  type Verification,
} from "@arx/core";
import type { Context } from "../context.ts";
import { usageError } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { homeOf } from "../home/home.ts";
import { type OpenLog, openLog } from "../home/log.ts";
import { readText } from "../options.ts";
import { withProgress } from "../output/progress.ts";
import { jsonText } from "../terminal.ts";

/** Files that a verification takes into account. */
export interface VerifyOptions {
  /** Checkpoints that were kept elsewhere. */
  readonly checkpoint?: readonly string[];
  /** Public keys of the audit keys before the present one. */
  readonly formerKey?: readonly string[];
}

/** `arx audit verify` */
export async function verifyLog(
  context: Context,
  { checkpoint = [], formerKey = [] }: VerifyOptions,
): Promise<void> {
  const { terminal } = context;
  const known = await Promise.all(checkpoint.map(readCheckpoint));
  const formerKeys = await Promise.all(formerKey.map((file) => readText(file)));
  await using log = await openLog(context);
  const checkpointer = checkpointerOf(context, log);
  const found = await withProgress(terminal, "verifying", checkpointer.verify(log.orgId, known, formerKeys));
  if (found.intact && found.records === 0) await mustBeNew(log);
  terminal.show([{ orgId: log.orgId, ...found }], () => formatVerification(log.orgId, found));
  if (!found.intact) process.exitCode = exitCodes.checkFailed;
}

/** A log without records is intact, which would reassure whoever mistyped an organisation. */
async function mustBeNew({ store, orgId }: OpenLog): Promise<void> {
  const others = await store.orgs();
  if (others.length === 0) return;
  throw usageError(`there is no log of ${orgId}`, `there are the logs of ${others.join(", ")}`);
}

async function readCheckpoint(file: string): Promise<Checkpoint> {
  const text = await readText(file);
  try {
    return parseCheckpoint(text);
  } catch (error) {
    if (!(error instanceof CheckpointInvalidError)) throw error;
    throw new CheckpointInvalidError(`${file} can't be used: ${error.message}`, { cause: error });
  }
}

/** `arx audit checkpoint` */
export async function makeCheckpoint(
  context: Context,
  { key = false }: { readonly key?: boolean },
): Promise<void> {
  const { terminal } = context;
  await using log = await openLog(context);
  const checkpointer = checkpointerOf(context, log);
  if (key)
    return terminal.show({ publicKey: checkpointer.publicKey }, () => checkpointer.publicKey.trimEnd());
  const checkpoint = await checkpointer.make(log.orgId);
  if (!checkpoint) throw usageError(`the log of ${log.orgId} has no record yet`);
  terminal.data(jsonText(checkpoint));
}

/** Signs and verifies with the home's own key; policies and vault are not needed for it. */
export function checkpointerOf(context: Context, { store }: Pick<OpenLog, "store">): Checkpointer {
  const signer = new CheckpointSigner(auditKey(homeOf(context), context.env));
  return new Checkpointer({ store, signer, clock: systemClock });
}

/** One line, and a line for each note. */
export function formatVerification(orgId: string, found: Verification): string {
  if (!found.intact) return `${orgId}: NOT INTACT at record ${found.seq} (${found.fault}): ${found.message}`;
  const { records, head, signedTo, notes } = found;
  const signed = signedTo === 0 ? "not signed yet" : `signed up to ${signedTo}`;
  return [
    `${orgId}: intact, ${records} records, ${signed}, head ${head.hash.slice(0, 12)}`,
    ...notes.map(({ message }) => `  note: ${message}`),
  ].join("\n");
}
