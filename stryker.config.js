// Breaks one room of `packages/core` in one place after another, to see whether a test of that room notices.
export default {
  plugins: ["@stryker-mutator/vitest-runner"],
  testRunner: "vitest",
  vitest: { configFile: "tools/mutate/vitest.config.ts", related: false },
  mutate: [`packages/core/src/${process.env["ROOM"] ?? "policy"}/**/*.ts`],
  // Stryker rewrites it by TypeScript's API, which TypeScript 7 does not have; no test needs it.
  tsconfigFile: "none",
  ignorePatterns: ["dist"],
  // A mutant that runs out of time counts as noticed, so nothing else is to slow the tests down.
  concurrency: 1,
  reporters: ["clear-text", "html"],
  clearTextReporter: { reportTests: false },
};
