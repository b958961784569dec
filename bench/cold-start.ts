import { install, installOurs } from "./installed.ts";
import type { Goal, Row } from "./measure.ts";
import { startOrg } from "./org.ts";
import { sdk, versioned } from "./peers.ts";
import { ask } from "./processes.ts";

const rounds = 11;

/** The installed packages against Okta's SDK, each in a new process: to the first answer, and the import alone. */
export async function coldStart(): Promise<readonly Row[]> {
  await using ours = await installOurs("@arx/okta");
  await using theirs = await install([versioned(sdk)]);
  await using org = await startOrg();
  const first = await alternately(
    () => ask("cold-arx", [ours.folder], org.env),
    () => ask("cold-sdk", [theirs.folder, org.origin]),
  );
  const rows = [row("import to first governed answer", first, { atMost: 1 / 3 })];
  for (const name of ["@arx/okta", "@arx/core", "@arx/yaml"]) {
    const imports = await alternately(
      () => ask("import", [ours.folder, name]),
      () => ask("import", [theirs.folder, sdk]),
    );
    rows.push(row(`import of ${name}`, imports));
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
