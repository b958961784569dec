import { randomUUID } from "node:crypto";
import { rename, writeFile } from "node:fs/promises";
import { heldOperations, lockFileOf, policyLock } from "@arx/core";
import type { Context } from "../context.ts";
import { usageError } from "../errors.ts";
import { policyFolder, policySetOf } from "../home/policies.ts";
import { formatTable } from "../output/table.ts";
import { riskCell } from "../output/words.ts";

/** `arx policy lock` */
export async function lockPolicies(
  context: Context,
  { acknowledge = [], policies }: { readonly acknowledge?: readonly string[]; readonly policies?: string },
): Promise<void> {
  const { terminal } = context;
  const set = await policySetOf(context, policies);
  const held = heldOperations(set);
  const stranger = acknowledge.find((id) => held.every(({ operation }) => operation !== id));
  if (stranger !== undefined) {
    const ids = [...new Set(held.map(({ operation }) => operation))];
    throw usageError(
      `${JSON.stringify(stranger)} is not held, so there is nothing to acknowledge`,
      ids.length > 0 ? `held are: ${ids.join(", ")}` : "no operation is held",
    );
  }
  const file = lockFileOf(policyFolder(context, policies));
  await replace(file, `${JSON.stringify(policyLock(set, acknowledge), undefined, 2)}\n`);
  const acknowledged = held.filter(({ operation }) => acknowledge.includes(operation));
  const still = held.filter(({ operation }) => !acknowledge.includes(operation));
  terminal.show({ file, acknowledged, held: still }, () =>
    [
      `locked in ${file}`,
      ...(still.length > 0
        ? [
            "",
            formatTable(
              ["HELD", "RISK", "WILDCARD", "POLICY"],
              still.map(({ operation, risk, pattern, policy }) => [
                ...[operation, riskCell(terminal, risk), pattern, policy],
              ]),
            ),
          ]
        : []),
    ].join("\n"),
  );
  if (still.length > 0)
    terminal.note(
      "held operations are not granted: look at each, then `arx policy lock --acknowledge OPERATION`",
    );
}

/** A reload never meets half of a lock. */
async function replace(file: string, text: string): Promise<void> {
  const next = `${file}.${randomUUID()}.tmp`;
  // Whatever the umask lets others write is not read back.
  await writeFile(next, text, { flush: true, mode: 0o644 });
  await rename(next, file);
}
