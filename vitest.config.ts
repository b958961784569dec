import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";

// Tests run on the sources of all packages; the command alone is tested as it is built.
const conditions = ["@arx/source", "node"];

// Policies that others could have written are not trusted, and tests write many.
process.umask(0o022);

// These stand on a POSIX shell, on its limits for a process, or on Unix's terminals.
const posixOnly = [
  "packages/cli/test/{readme,terminal,tutorial}.test.ts",
  "packages/core/test/connector/broken-store.test.ts",
  "packages/core/test/store/{damage,processes}.test.ts",
  "packages/core/test/vault/embedded-processes.test.ts",
];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    globalSetup: [fileURLToPath(new URL("packages/cli/test/build.ts", import.meta.url))],
    include: ["packages/*/test/**/*.test.ts", "generators/test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...(process.platform === "win32" ? posixOnly : [])],
    // What hangs must end; how long anything takes is no matter of the tests, and machines are busy.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Measured on demand (--coverage), of the package that every promise rests on.
    coverage: {
      include: ["packages/core/src/**"],
      // Runs in a thread of its own, where nothing is counted; what it does is tested through the store.
      exclude: ["packages/core/src/store/sqlite/commit-thread.ts"],
      reportOnFailure: true,
      reporter: [["text", { skipFull: true }], "json"],
      thresholds: { branches: 99, functions: 99, lines: 99 },
    },
  },
});
