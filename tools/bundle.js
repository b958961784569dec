// Makes the JavaScript of a package, in whose folder it runs, out of its sources: few files, which load sooner than many.
// Dependencies stay imports. The declarations are the compiler's, and must be there; whatever else lies in `dist` is of an
// older build and goes, so that what is packed is what the sources build to.
import { globSync, readFileSync, rmSync } from "node:fs";
import { basename, isAbsolute } from "node:path";
import { build } from "rolldown";

const glob = (pattern) => globSync(pattern).map((path) => path.replaceAll("\\", "/"));
const { bin = {}, exports = {} } = JSON.parse(readFileSync("package.json", "utf8"));

// What is exported, each command, and what a thread starts with, which is found by its file's name.
const entries = [
  ...Object.values(exports).flatMap(({ "@arx/source": source, default: target }) =>
    source ? [[target, source]] : [],
  ),
  ...Object.values(bin).map((target) => [target, `src/${basename(target, ".js")}.ts`]),
  ...glob("src/**/*-thread.ts").map((source) => [basename(source, ".ts"), source]),
];

const { output } = await build({
  input: Object.fromEntries(entries.map(([target, source]) => [basename(target, ".js"), source])),
  platform: "node",
  external: (id) => !id.startsWith(".") && !isAbsolute(id),
  transform: { target: "node24" },
  output: {
    dir: "dist",
    // Every file lies directly in `dist`, so that a path from `import.meta.url` does not depend on which one it is in.
    chunkFileNames: "[name].js",
    minifyInternalExports: false,
    sourcemap: true,
    sourcemapExcludeSources: true,
  },
});

const built = new Set(output.map(({ fileName }) => `dist/${fileName}`));
const declarations = glob("src/**/*.ts").map((source) => source.replace(/^src(.*)ts$/, "dist$1d.ts"));
const found = glob("dist/**/*.{js,ts,map}");
const missing = declarations.filter((path) => !found.includes(path));
if (missing.length > 0) {
  // The compiler notes in `dist` what it wrote there, and does not look whether each file still is: without its notes it writes
  // all anew.
  rmSync("dist/build.tsbuildinfo", { force: true });
  console.error(
    `not built: ${missing.length} declarations are missing, such as ${missing[0]}; run \`pnpm build\``,
  );
  process.exitCode = 1;
}
for (const path of found) if (!built.has(path) && !declarations.includes(path)) rmSync(path);
