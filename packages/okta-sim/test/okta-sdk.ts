import { registerHooks } from "node:module";

// The test runner makes `import` a condition of every resolution, `require` included. A CommonJS dependency of the SDK
// then gets the ES module of a package that has both, and breaks.
registerHooks({
  resolve: (specifier, context, next) => {
    const conditions = context.conditions.includes("require")
      ? context.conditions.filter((condition) => condition !== "import")
      : context.conditions;
    return next(specifier, { ...context, conditions });
  },
});

/** Okta's own SDK. */
export const { Client, DefaultRequestExecutor } = await import("@okta/okta-sdk-nodejs");
