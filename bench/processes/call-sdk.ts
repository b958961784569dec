/** getUser through Okta's own SDK, without its cache: what it gives is asked for. */
import okta from "@okta/okta-sdk-nodejs";
import { serve, told, userId } from "./caller.ts";

const { origin, width } = told();
const { userApi } = new okta.Client({ orgUrl: origin, token: "token", cacheMiddleware: null });
await serve(width, () => userApi.getUser({ userId }));
