import { setTimeout as delay } from "node:timers/promises";
import type { Command } from "commander";
import type { AuditKind, AuditRecord, StoredRecord } from "@arx/core";
import type { Context } from "../context.ts";
import { usageError } from "../errors.ts";
import { type Filters, openLog, queryOf } from "../home/log.ts";
import { choice, instant, wholeNumber } from "../options.ts";
import { formatRecord } from "../output/record.ts";
import { formatPairs } from "../output/table.ts";
import { document } from "../program.ts";
import { jsonText, textOf } from "../terminal.ts";
import { exportLog } from "./audit-export.ts";

import { makeCheckpoint, verifyLog, type VerifyOptions } from "./audit-verify.ts";

const kinds: readonly AuditKind[] = [
  ...([
    "decision",
    "approval",
    "announcement",
    "vote",
    "intent",
    "vault",
    "attempt",
    "outcome",
    "settlement",
    "policy",
  ] as const),
];
const pollMs = 500;

/** `arx audit tail / show / verify / checkpoint / export` */
export function define(command: Command, context: Context): void {
  document(
    filtered(command.command("tail"))
      .description("print the latest records; --agent picks one agent's")
      .option("-n, --lines <number>", "how many", wholeNumber(0), 20)
      .option("-f, --follow", "go on with what comes")
      .action(async (options: Filters & { lines: number; follow?: boolean }) => tail(context, options)),
    ["arx audit tail", "arx audit tail --verdict deny --since 1d", "arx audit tail -f --json"],
    "one record a line: {seq, time, kind, orgId, actionId?, agentId?, connector?, operation?, risk?, verdict?, outcome?, details, previous, hash}",
  );
  document(
    command
      .command("show")
      .description("print the records of one action, or one record, in full")
      .argument("<id>", "an action's id, or a record's number")
      .action(async (id: string) => show(context, id)),
    ["arx audit show 0192f3c4-...", "arx audit show 17 --json"],
    "[record]",
  );
  document(
    command
      .command("verify")
      .description("prove that the log is what was written, or tell where it is not")
      .option(
        "--checkpoint <file>",
        "a checkpoint kept elsewhere: shows truncation and a restored backup; repeat it for several",
        collect,
      )
      .option(
        "--former-key <file>",
        "the public key of an audit key that was replaced, as `checkpoint --key` printed it; repeat it for several",
        collect,
      )
      .action(async (options: VerifyOptions) => verifyLog(context, options)),
    ["arx audit verify", "arx audit verify --checkpoint /mnt/elsewhere/arx.json --former-key 2025.pem"],
    "[{orgId, intact: true, records, head, signedTo, notes} or {orgId, intact: false, fault, seq, message}]",
  );
  document(
    command
      .command("checkpoint")
      .description("sign the end of the log; keep what it prints where the log's writers can't reach it")
      .option("--key", "print the public key to verify checkpoints with instead")
      .action(async (options: { key?: boolean }) => makeCheckpoint(context, options)),
    ["arx audit checkpoint > /mnt/elsewhere/arx.json", "arx audit checkpoint --key"],
    "the same with and without --json: {orgId, seq, hash, time, keyId, signature}; with --key {publicKey}",
  );
  document(
    filtered(command.command("export"))
      .description("print the log for other systems; --agent picks one agent's")
      .addOption(choice("--format <format>", "how", ["jsonl", "ocsf"]).default("jsonl"))
      .action(async (options: Filters & { format: "jsonl" | "ocsf" }) =>
        exportLog(context, options.format, options),
      ),
    ["arx audit export > log.jsonl", "arx audit export --format ocsf --since 1d"],
    "the same with and without --json: one record, or one OCSF event, a line",
  );
  document(command, ["arx audit tail", "arx audit verify"]);
}

function filtered(command: Command): Command {
  return command
    .option("--since <time>", "from then on: an instant, or a time ago such as 2h", instant)
    .option("--until <time>", "before then", instant)
    .addOption(choice("--kind <kind>", "only of this kind", kinds))
    .option("--operation <id>", "only of this operation")
    .addOption(
      choice("--verdict <verdict>", "only decisions with this verdict", ["allow", "escalate", "deny"]),
    )
    .addOption(
      choice("--outcome <outcome>", "only outcomes of this sort", [
        "success",
        "failure",
        "not_sent",
        "unknown",
      ]),
    );
}

async function tail(
  context: Context,
  { lines, follow = false, ...filters }: Filters & { lines: number; follow?: boolean },
): Promise<void> {
  const { terminal, signal } = context;
  await using log = await openLog(context);
  const query = queryOf(context, log.orgId, filters);
  const print = ({ record }: StoredRecord): void =>
    terminal.data(terminal.json ? jsonText(record) : formatRecord(terminal, record));
  let seen = 0;
  const latest: StoredRecord[] = [];
  for await (const stored of log.store.audit(query)) {
    seen = stored.index.seq;
    latest.push(stored);
    if (latest.length > lines) latest.shift();
  }
  latest.forEach(print);
  if (latest.length === 0 && !follow) terminal.note("no record matches");
  if (!follow) return;
  while (!signal.aborted) {
    for await (const stored of log.store.audit({ ...query, afterSeq: seen })) {
      seen = stored.index.seq;
      print(stored);
    }
    await delay(pollMs, undefined, { signal }).catch(() => undefined);
  }
}

async function show(context: Context, id: string): Promise<void> {
  const { terminal } = context;
  await using log = await openLog(context);
  const { orgId } = log;
  const isNumber = /^\d+$/.test(id);
  const query = isNumber ? { orgId, afterSeq: Number(id) - 1 } : { orgId, actionId: id };
  const records: AuditRecord[] = [];
  for await (const { record } of log.store.audit(query)) {
    if (isNumber && record.seq !== Number(id)) break;
    records.push(record);
  }
  if (records.length === 0)
    throw usageError(
      `the log of ${orgId} holds no ${isNumber ? "record" : "action"} ${id}`,
      "see `arx audit tail`",
    );
  terminal.show(records, () => records.map((record) => formatPairs(pairsOf(record))).join("\n\n"));
}

function pairsOf({ details, ...record }: AuditRecord): readonly (readonly [string, string])[] {
  const { seq, time, kind, ...rest } = record;
  const first = Object.entries({ seq, time, kind, ...rest }).filter(([, value]) => value !== undefined);
  return [...first, ...Object.entries(details)].map(([name, value]) => [name, textOf(value)]);
}

const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];
