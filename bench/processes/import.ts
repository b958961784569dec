/** The import of a module in a process of its own, in milliseconds. */
const [, , module = ""] = process.argv;
const started = performance.now();
await import(module);
process.send?.(performance.now() - started, () => process.exit());
