import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Operation } from "@arx/core";
import { wireBench } from "@arx/core/testing";
import { expect, test } from "vitest";
import { definition, OktaConnector } from "../src/index.ts";

interface Exchange {
  readonly source: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly responseBody?: unknown;
}

// Real answers are kept outside the repository; the variable names the folder.
const folder = process.env["ARX_RECORDED_DIR"] ?? "";
const files = folder === "" ? [] : readdirSync(folder).filter((name) => /^[a-zA-Z].*\.json$/.test(name));
const operations = Object.values(definition.operations);

const exchanges = files.flatMap((name) =>
  (JSON.parse(readFileSync(join(folder, name), "utf8")) as { exchanges: Exchange[] }).exchanges
    .filter(({ path, status }) => path !== undefined && status >= 200 && status < 300)
    .map((exchange) => [exchange, operationOf(exchange)] as const)
    .filter((pair): pair is readonly [Exchange, Operation] => pair[1] !== undefined),
);

function operationOf({ method, path }: Exchange): Operation | undefined {
  const matches = (template: string): boolean =>
    new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "[^/]+")}/?$`).test(path);
  return operations.find((operation) => operation.method === method && matches(operation.path));
}

test.skipIf(folder === "")(
  "every recorded answer of the operations fits its schema and keeps every field",
  async () => {
    const misfits: string[] = [];
    for (const [{ source, responseBody }, { id, result, schemas }] of exchanges) {
      if (result === "none") continue;
      const parsed = (await schemas()).result?.safeParse(responseBody);
      if (!parsed?.success) misfits.push(`${id} ${source}: ${parsed?.error.message ?? "no schema"}`);
      else if (!isDeepStrictEqual(parsed.data, responseBody))
        misfits.push(`${id} ${source}: a field was lost`);
    }
    expect(misfits).toEqual([]);
    expect(new Set(exchanges.map(([, { id }]) => id)).size).toBeGreaterThan(20);
  },
);

test.skipIf(folder === "")("a recorded answer comes back from the client as it was sent", async () => {
  await using wire = await wireBench(OktaConnector, definition);
  const reads = exchanges.filter(([, { method, result }]) => method === "GET" && result !== "none");
  for (const [{ responseBody }, { id, items, parameters }] of reads) {
    wire.reply({ status: 200, body: responseBody });
    const path = parameters.filter((parameter) => parameter.in === "path");
    const input = Object.fromEntries(path.map(({ name }) => [name, "00u1a2b3c4d5e6f7g8"]));
    const answer: unknown = await wire.client.execute(
      id as "users:read_detail",
      { ...input, ...(id === "policies:read" && { type: "OKTA_SIGN_ON" }) } as { userId: string },
    );
    const sent = items === undefined ? responseBody : (responseBody as Record<string, unknown>)[items];
    expect([id, answer]).toEqual([id, sent]);
  }
});
