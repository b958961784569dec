import type { Row } from "./measure.ts";
import { hey, openApiDocument, openapiTypescript, versioned } from "./peers.ts";
import { ask } from "./processes.ts";
import type { Generations } from "./processes/generations.ts";

const rounds = 3;

/** Generating the Okta connector against generators that make a part of it from the same 30 operations. */
export async function generate(): Promise<readonly Row[]> {
  const peers = [
    { name: openapiTypescript, module: "generate-openapi-typescript" },
    { name: hey, module: "generate-hey-api" },
  ];
  const rows: Row[] = [];
  for (const { name, module } of peers) {
    const ours: Generations[] = [];
    const theirs: Generations[] = [];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await ask("generate-arx", []));
      theirs.push(await ask(module, [openApiDocument]));
    }
    const row = (what: string, figure: (measured: Generations) => number): Row => ({
      ...{ what, unit: "ms", peerName: versioned(name), ours: ours.map(figure), peer: theirs.map(figure) },
    });
    rows.push(
      row("generate the Okta connector, cold", ({ coldMs }) => coldMs),
      row("generate it, warm", ({ warmMs }) => Math.min(...warmMs)),
    );
  }
  return rows;
}
