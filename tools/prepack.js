// Runs in a package's folder before it is packed: what is packed is what its sources build to, no more and no less.
// A source that was renamed leaves its old output behind, which the compiler does not take away.
import { existsSync, globSync, rmSync } from "node:fs";

const outputs = [".js", ".js.map", ".d.ts"];
const sources = globSync("src/**/*.ts").map((path) => path.replaceAll("\\", "/"));
const stems = new Set(sources.map((path) => path.slice("src/".length, -".ts".length)));

const missing = [...stems].filter((stem) => !existsSync(`dist/${stem}.js`));
if (missing.length > 0) {
  console.error(
    `not built: dist/${missing[0]}.js and ${missing.length - 1} more are missing; run \`pnpm build\` first`,
  );
  process.exit(1);
}

for (const path of globSync("dist/**/*.*").map((found) => found.replaceAll("\\", "/"))) {
  const extension = outputs.find((end) => path.endsWith(end)) ?? "";
  if (extension === "" || !stems.has(path.slice("dist/".length, -extension.length)))
    rmSync(path, { force: true });
}
