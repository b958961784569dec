import { cpus } from "node:os";
import { governedRead } from "./governed-read.ts";
import { noisy, type Row } from "./measure.ts";
import { policyDecision } from "./policy-decision.ts";
import { startUp } from "./start-up.ts";

/** The benches by the word that selects them: `pnpm bench policy`. */
const benches: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  policy: policyDecision,
  read: governedRead,
  start: startUp,
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in benches));
if (unknown !== undefined) {
  console.error(`there is no bench ${unknown}; there are ${Object.keys(benches).join(", ")}`);
  process.exit(2);
}

const [cpu] = cpus();
console.log(
  `${cpus().length} x ${cpu?.model.trim() ?? "?"}, Node.js ${process.versions.node}; medians of alternating rounds\n`,
);
const figure = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
for (const [name, run] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const { what, ours, peer, peerName, ratio, spread } of await run()) {
    const verdict = spread > noisy ? "too noisy to mean anything" : `±${Math.round(spread * 100)} %`;
    console.log(
      [
        what.padEnd(52),
        figure(ours).padStart(12),
        `${figure(peer).padStart(12)} ${peerName}`.padEnd(44),
        `x ${figure(ratio)}`.padEnd(12),
        verdict,
      ].join("  "),
    );
  }
}
