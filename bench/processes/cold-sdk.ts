/** From the import of Okta's SDK to its first answer, in milliseconds. */
import type * as Okta from "@okta/okta-sdk-nodejs";
import { entry } from "./entry.ts";
import { tell } from "./tell.ts";

const [, , folder = "", orgUrl = ""] = process.argv;
const module = entry(folder, "@okta/okta-sdk-nodejs");
const started = performance.now();
const { default: okta } = (await import(module)) as { readonly default: typeof Okta };
const { userApi } = new okta.Client({ orgUrl, token: "token", cacheMiddleware: null });
await userApi.getUser({ userId: "00u00000000000000000" });
tell(performance.now() - started);
