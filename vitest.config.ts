import { defineConfig } from "vitest/config";

const conditions = ["@arx/source"];

export default defineConfig({
  resolve: { conditions: [...conditions, "node", "import", "default"] },
  ssr: {
    resolve: { conditions: [...conditions, "node", "import", "default"], externalConditions: conditions },
  },
  test: {
    include: ["packages/*/test/**/*.test.ts", "generators/test/**/*.test.ts"],
  },
});
