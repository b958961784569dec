import { defineConfig } from "vitest/config";

// Tests run on the sources of all packages, without a build.
const conditions = ["@arx/source", "node"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    globalSetup: ["packages/cli/test/build.ts"],
    include: ["packages/*/test/**/*.test.ts", "generators/test/**/*.test.ts"],
  },
});
