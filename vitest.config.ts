import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Tests run on the sources of all packages; the command alone is tested as it is built.
const conditions = ["@arx/source", "node"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    globalSetup: [fileURLToPath(new URL("packages/cli/test/build.ts", import.meta.url))],
    include: ["packages/*/test/**/*.test.ts", "generators/test/**/*.test.ts"],
    // Measured on demand (--coverage), of the package that every promise rests on.
    coverage: {
      include: ["packages/core/src/**"],
      reporter: [["text", { skipFull: true }], "json"],
      thresholds: { branches: 95, functions: 97, lines: 97 },
    },
  },
});
