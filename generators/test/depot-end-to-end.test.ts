import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { generate } from "../src/generate.ts";
import { repository } from "./depot.ts";

const repo = join(import.meta.dirname, "../..");
const execute = promisify(execFile);

test(
  "a connector with no line by hand type-checks, runs, and passes the tests that came with it",
  { timeout: 240_000 },
  async () => {
    // Below this folder, so that it finds @arx/core as any package does.
    await using depot = await repository(import.meta.dirname);
    expect(await generate(depot.root)).toMatchObject({ kind: "changes", warnings: "" });
    await writeFile(join(depot.root, "use.ts"), use);
    await writeFile(join(depot.root, "tsconfig.json"), JSON.stringify(config));

    expect(await outcome("node_modules/typescript/bin/tsc", ["-p", depot.root])).toBe("");
    expect(
      await outcome("node_modules/vitest/vitest.mjs", [
        "run",
        "--root",
        depot.root,
        "--config",
        join(repo, "vitest.config.ts"),
      ]),
    ).toBe("");
  },
);

/** What a caller would write, right and wrong. */
const use = `
import { DepotConnector } from "./packages/depot/src/generated/client.ts";
declare const depot: DepotConnector;
const held: readonly { id: string }[] = await depot.listParcels({ search: 'status eq "HELD"' });
for await (const parcel of depot.listParcels()) held.includes(parcel);
await depot.createParcel({ name: "Ada", email: "ada@example.com" });
await depot.createParcel({ recipient: { name: "Ada", email: "ada@example.com" }, announce: false });
await depot.releaseParcel("pc_1", { reason: "found" }, { waitMs: 0 });
const { removed } = await depot.execute("zones:clear", { zoneId: "A01" });
removed.toFixed();
// @ts-expect-error nobody can say why
await depot.releaseParcel("pc_1");
// @ts-expect-error no such parameter
await depot.listParcels({ limits: 1 });
// @ts-expect-error a closed enum takes no other member
await depot.createParcel({ name: "Ada", email: "ada@example.com", insurance: { amount: 1, currency: "GBP" } });
// @ts-expect-error no such operation
await depot.execute("zones:paint", { zoneId: "A01" });
`;

const config = {
  extends: join(repo, "tsconfig.test.json"),
  include: ["use.ts", "packages"],
  exclude: [],
};

/** What a tool had to say, if it failed; it runs on this very Node.js, from the root of the repository. */
async function outcome(tool: string, args: readonly string[]): Promise<string> {
  try {
    await execute(process.execPath, [join(repo, tool), ...args], { cwd: repo, maxBuffer: 2 ** 26 });
    return "";
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${stdout}${stderr}` || String(error);
  }
}
