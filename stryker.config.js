// Breaks one room of `packages/core` in one place after another, to see whether a test of that room notices.
export default {
  plugins: ["@stryker-mutator/vitest-runner"],
  testRunner: "vitest",
  vitest: { configFile: "tools/mutate/vitest.config.ts", related: false },
  mutate: [`packages/core/src/${process.env["ROOM"] ?? "policy"}/**/*.ts`],
  // Stryker rewrites it by TypeScript's API, which TypeScript 7 does not have; no test needs it.
  tsconfigFile: "none",
  reporters: ["clear-text", "html"],
};
