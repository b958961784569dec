import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Policies that others could have written are not trusted.
process.umask(0o022);

// What is published, tested as it is published: packed, and installed from the registry. Apart from the other tests,
// because it needs the network and a build.
export default defineConfig({
  test: {
    root: fileURLToPath(new URL(".", import.meta.url)),
    globalSetup: [fileURLToPath(new URL("../packages/cli/test/build.ts", import.meta.url))],
    include: ["test/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
