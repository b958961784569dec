/** From the import of Okta's SDK to its first answer, in milliseconds. */
const started = performance.now();
const { default: okta } = await import("@okta/okta-sdk-nodejs");
const [, , orgUrl = ""] = process.argv;
const { userApi } = new okta.Client({ orgUrl, token: "token", cacheMiddleware: null });
await userApi.getUser({ userId: "00u00000000000000000" });
process.send?.(performance.now() - started, () => process.exit());
