import { inTurns, median, type Row } from "./measure.ts";
import { hey, openApiDocument, openapiTypescript, versioned } from "./peers.ts";
import { ask } from "./processes.ts";
import type { Generations } from "./processes/generations.ts";

const rounds = 3;

/** Generating the Okta connector against generators that make a part of it from the same 30 operations. */
export async function generate(): Promise<readonly Row[]> {
  const peers = [
    { name: openapiTypescript, makes: "types", module: "generate-openapi-typescript" },
    { name: hey, makes: "a client", module: "generate-hey-api" },
  ];
  const rows: Row[] = [];
  for (const { name, makes, module } of peers) {
    const { ours, peer } = await inTurns(
      rounds,
      () => ask<Generations>("generate-arx", []),
      () => ask<Generations>(module, [openApiDocument]),
    );
    const row = (how: string, figure: (measured: Generations) => number): Row => ({
      ...{ what: `generate the connector, ${how}, against ${makes} alone`, unit: "ms" },
      ...{ peerName: versioned(name), ours: ours.map(figure), peer: peer.map(figure) },
    });
    rows.push(
      row("cold", ({ coldMs }) => coldMs),
      row("warm", ({ warmMs }) => median(warmMs)),
    );
  }
  return rows;
}
