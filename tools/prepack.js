// Runs in a package's folder before it is packed: what is packed is what its sources build to, no more and no less.
// A source that was renamed leaves its old output behind, which the compiler does not take away.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

const stems = new Set(
  filesOf("src")
    .filter((path) => path.endsWith(".ts"))
    .map((path) => path.slice(0, -".ts".length)),
);

const missing = [...stems].filter((stem) => !existsSync(join("dist", `${stem}.js`)));
if (missing.length > 0) {
  console.error(
    `not built: ${missing.length} outputs are missing, such as dist/${missing[0]}.js; run \`pnpm build\``,
  );
  process.exit(1);
}

for (const path of filesOf("dist")) {
  const [, stem] = /^(.*?)\.(?:js|js\.map|d\.ts)$/.exec(path) ?? [];
  if (stem === undefined || !stems.has(stem)) rmSync(join("dist", path), { force: true });
}
