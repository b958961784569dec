/** From the import of Okta's SDK to its first answer, in milliseconds. */
import { entry } from "./entry.ts";

const [, , folder = "", orgUrl = ""] = process.argv;
const module = entry(folder, "@okta/okta-sdk-nodejs");
const started = performance.now();
const { default: okta } = (await import(module)) as typeof import("@okta/okta-sdk-nodejs");
const { userApi } = new okta.Client({ orgUrl, token: "token", cacheMiddleware: null });
await userApi.getUser({ userId: "00u00000000000000000" });
process.send?.(performance.now() - started, () => process.exit());
