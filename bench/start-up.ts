import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compare, type Row } from "./measure.ts";

const arx = fileURLToPath(new URL("../packages/cli/dist/main.js", import.meta.url));

/** The built `arx --help` against an empty Node.js process, in starts a second. */
export async function startUp(): Promise<readonly Row[]> {
  if (!existsSync(arx)) throw new Error("build first: the bench starts packages/cli/dist/main.js");
  const start = (...words: readonly string[]): void => {
    const { status } = spawnSync(process.execPath, words, { stdio: "ignore" });
    if (status !== 0) throw new Error(`node ${words.join(" ")} ended with ${String(status)}`);
  };
  const each = (count: number, ...words: readonly string[]): void => {
    for (let n = 0; n < count; n += 1) start(...words);
  };
  return [
    await compare(
      { what: "start of arx --help", unit: "starts/s" },
      { name: "arx --help", run: (count) => each(count, arx, "--help") },
      { name: "an empty process", run: (count) => each(count, "-e", "0") },
      { rounds: 7, roundMs: 1_000 },
    ),
  ];
}
