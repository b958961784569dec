import { lstat, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { install, installOurs, type Installed } from "./installed.ts";
import type { Row } from "./measure.ts";
import { sdk, versioned } from "./peers.ts";

/** What a dependency of ours is worth its bytes for. */
const worth: Readonly<Record<string, string>> = {
  "@arx/core": "the pipeline",
  "@arx/okta": "30 operations: client, schemas, catalog, documentation",
  "@arx/yaml": "faults in policies with file, line, column and remedy",
  "@babel/code-frame": "the lines around a fault",
  "@babel/helper-validator-identifier": "@babel/code-frame",
  "@stablelib/base64": "standardwebhooks",
  canonicalize: "RFC 8785: what records and approvals are hashed by",
  "fast-sha256": "standardwebhooks",
  "fastest-levenshtein": "did you mean",
  "http-link-header": "RFC 8288: the link to the next page",
  jose: "RFC 7523 and RFC 9449: signing in with a private key, proof of possession",
  "js-tokens": "@babel/code-frame",
  standardwebhooks: "signed announcements of approvals",
  undici: "HTTP: pools, timeouts, proxies, and when the first byte leaves",
  yaml: "YAML 1.2 with positions",
  zod: "checking inputs, answers and policies",
};
const [begin, end] = ["<!-- sizes: pnpm bench size -->", "<!-- end of sizes -->"] as const;

/**
 * The size of what npm installs for production, ours against Okta's SDK.
 * @param save whether to write the table of it in README.md anew
 */
export async function installedSize(save: boolean): Promise<readonly Row[]> {
  await using ours = await installOurs("@arx/okta");
  await using theirs = await install([versioned(sdk)]);
  const parts = await sizes(ours);
  if (save) await describe(parts);
  const [mine, others] = [parts, await sizes(theirs)].map(total) as [number, number];
  return [
    {
      ...{ what: "size of @arx/okta as npm installs it", unit: "MB", peerName: versioned(sdk) },
      ...{ ours: [mine / 1e6], peer: [others / 1e6], goal: { atMost: 0.5 } },
    },
  ];
}

type Sizes = ReadonlyMap<string, number>;

/** The bytes of each package that was installed. */
async function sizes({ folder }: Installed): Promise<Sizes> {
  const found = new Map<string, number>();
  for (const entry of await readdir(join(folder, "node_modules"), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const inside = path.slice(join(folder, "node_modules/").length);
    const name = /^(@[^/]+\/)?[^/]+/.exec(inside)?.[0] ?? inside;
    found.set(name, (found.get(name) ?? 0) + (await lstat(path)).size);
  }
  return found;
}

function total(parts: Sizes): number {
  return parts.values().reduce((sum, bytes) => sum + bytes, 0);
}

async function describe(parts: Sizes): Promise<void> {
  const file = new URL("README.md", import.meta.url);
  const text = await readFile(file, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`bench/README.md has no place for the sizes: ${begin} … ${end}`);
  const rows = [...parts]
    .filter(([name]) => !name.startsWith("."))
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, bytes]) => [name, Math.round(bytes / 1000).toLocaleString("en-US"), worth[name] ?? "?"]);
  await writeFile(file, `${text.slice(0, from)}${begin}\n\n${table(rows)}\n\n${text.slice(to)}`);
}

/** In columns, as the formatter of this repository wants a table. */
function table(rows: readonly (readonly string[])[]): string {
  const all = [["package", "kB", "for"], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = ([name = "", size = "", use = ""]: readonly string[]): string =>
    `| ${name.padEnd(widths[0] ?? 0)} | ${size.padStart(widths[1] ?? 0)} | ${use.padEnd(widths[2] ?? 0)} |`;
  const [head = [], ...body] = all;
  const [a = 0, b = 0, c = 0] = widths;
  const rule = `| ${"-".repeat(a)} | ${"-".repeat(b - 1)}: | ${"-".repeat(c)} |`;
  return [line(head), rule, ...body.map(line)].join("\n");
}
