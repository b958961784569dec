import type { Call } from "./call.ts";

type Json = Readonly<Record<string, unknown>>;

const CREDENTIAL_LINKS = new Set([
  "changePassword",
  "changeRecoveryQuestion",
  "expirePassword",
  "forgotPassword",
  "resetPassword",
]);

/** A user without what `Content-Type: application/json; okta-response=...` leaves out; unknown options are ignored. */
export function trimmed(call: Call, body: Json): Json {
  const options = /okta-response="?([\w,\s]+)"?/.exec(call.header("content-type") ?? "")?.[1] ?? "";
  const omits = new Set(options.split(",").map((option) => option.trim()));
  const { credentials, transitioningToStatus, _links, ...rest } = body;
  const links = Object.entries(_links ?? {}).filter(
    ([name]) => !omits.has("omitCredentialsLinks") || !CREDENTIAL_LINKS.has(name),
  );
  return {
    ...rest,
    ...(!omits.has("omitTransitioningToStatus") &&
      transitioningToStatus !== undefined && { transitioningToStatus }),
    ...(!omits.has("omitCredentials") && { credentials }),
    _links: Object.fromEntries(links),
  };
}
