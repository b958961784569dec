import type { Goal, Row } from "./measure.ts";
import { startOrg } from "./org.ts";
import { ask } from "./processes.ts";

const rounds = 11;
const sdk = "@okta/okta-sdk-nodejs";

/** The built packages against Okta's SDK, each in a new process: to the first answer, and the import alone. */
export async function coldStart(): Promise<readonly Row[]> {
  await using org = await startOrg();
  const first = await alternately(
    () => ask("cold-arx", [], org.env),
    () => ask("cold-sdk", [org.origin]),
  );
  const rows = [row("import to first governed answer", first, { atMost: 1 / 3 })];
  for (const name of ["okta", "core", "yaml", "okta-sim"]) {
    const built = new URL(`../packages/${name}/dist/index.js`, import.meta.url).href;
    const imports = await alternately(
      () => ask("import", [built]),
      () => ask("import", [sdk]),
    );
    rows.push(row(`import of @arx/${name}`, imports));
  }
  return rows;
}

interface Times {
  readonly ours: readonly number[];
  readonly peer: readonly number[];
}

/** The first round is not counted: it is the one that finds the files out of the system's memory. */
async function alternately(ours: () => Promise<number>, peer: () => Promise<number>): Promise<Times> {
  const times: { readonly ours: number[]; readonly peer: number[] } = { ours: [], peer: [] };
  for (let round = 0; round <= rounds; round += 1) {
    times.ours.push(await ours());
    times.peer.push(await peer());
  }
  return { ours: times.ours.slice(1), peer: times.peer.slice(1) };
}

function row(what: string, times: Times, goal?: Goal): Row {
  return { ...{ what, unit: "ms", peerName: sdk, ...times }, ...(goal && { goal }) };
}
