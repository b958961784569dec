import { mkdir, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { coldStart } from "./cold-start.ts";
import { installedSize } from "./installed-size.ts";
import { auditLog } from "./audit-log.ts";
import { generate } from "./generate.ts";
import { typeChecking } from "./type-checking.ts";
import type { Row } from "./measure.ts";
import { oktaSdk } from "./okta-sdk.ts";
import { paging } from "./paging.ts";
import { policyDecision } from "./policy-decision.ts";
import { startUp } from "./start-up.ts";
import { format, heading, type Result, result } from "./table.ts";

/** The benches by the word that selects them: `pnpm bench policy`. */
const benches: Readonly<Record<string, (save: boolean) => Promise<readonly Row[]>>> = {
  policy: policyDecision,
  okta: oktaSdk,
  paging,
  cold: coldStart,
  size: installedSize,
  audit: () => auditLog(),
  generate,
  types: typeChecking,
  start: startUp,
};

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { save: { type: "boolean", default: false } },
});
const unknown = wanted.find((name) => !(name in benches));
if (unknown !== undefined) {
  console.error(`there is no bench ${unknown}; there are ${Object.keys(benches).join(", ")}`);
  process.exit(2);
}
if (values.save && wanted.length > 0) {
  console.error("--save keeps the figures of one run of all benches: name none");
  process.exit(2);
}

const machine = {
  cpu: cpus()[0]?.model.trim() ?? "?",
  cores: cpus().length,
  node: process.versions.node,
  platform: `${process.platform} ${process.arch}`,
  /** What others had it do when the run began: the mean of a minute. */
  load: loadavg()[0] ?? 0,
};
console.log(`${machine.cores} x ${machine.cpu}, Node.js ${machine.node}, ${machine.platform}`);
if (machine.load > machine.cores / 2)
  console.log(`It is busy with something else (load ${machine.load.toFixed(1)}): do not keep these figures.`);
console.log(`\n${heading}`);
const results: Result[] = [];
for (const [name, run] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  try {
    for (const row of await run(values.save)) {
      const measured = result(name, row);
      results.push(measured);
      console.log(format(measured));
    }
  } catch (error) {
    console.error(`${name}: not measured:`, error);
    process.exitCode = 1;
  }
}
if (values.save && process.exitCode === undefined) {
  const folder = new URL("results/", import.meta.url);
  await mkdir(folder, { recursive: true });
  const digits = (_: string, value: unknown): unknown =>
    typeof value === "number" ? Number(value.toPrecision(6)) : value;
  const text = JSON.stringify({ at: new Date().toISOString(), machine, results }, digits, 2);
  await writeFile(new URL("latest.json", folder), `${text}\n`);
}
