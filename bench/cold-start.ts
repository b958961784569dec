import { install, installOurs } from "./installed.ts";
import { type Goal, type InTurns, inTurns, type Row } from "./measure.ts";
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
  const rows = [row("cold start, import to first governed answer", first, { atMost: 1 / 3 })];
  for (const name of ["@arx/okta", "@arx/core", "@arx/yaml"]) {
    const imports = await alternately(
      () => ask("import", [ours.folder, name]),
      () => ask("import", [theirs.folder, sdk]),
    );
    rows.push(row(`cold start, import of ${name} alone`, imports));
  }
  return rows;
}

/** The first round is not counted: it is the one that finds the files out of the system's memory. */
async function alternately(
  ours: () => Promise<number>,
  peer: () => Promise<number>,
): Promise<InTurns<number>> {
  const times = await inTurns(rounds + 1, ours, peer);
  return { ours: times.ours.slice(1), peer: times.peer.slice(1) };
}

function row(what: string, times: InTurns<number>, goal?: Goal): Row {
  return { ...{ what, unit: "ms", peerName: sdk, ...times }, ...(goal && { goal }) };
}
