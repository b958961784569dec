import { defineConfig } from "vitest/config";
import everything from "../../vitest.config.ts";

// The tests of the room that `stryker.config.js` breaks: they read sources alone, so there is nothing to build.
export default defineConfig({
  ...everything,
  test: {
    include: [`packages/core/test/${process.env["ROOM"] ?? "policy"}/*.test.ts`],
    testTimeout: 60_000,
  },
});
