import type { Org } from "../org/org.ts";
import type { SimRequest } from "./request.ts";

const SYSTEM = {
  id: "system@okta.com",
  type: "SystemPrincipal",
  alternateId: "system@okta.com",
  displayName: "Okta System",
  detailEntry: null,
};

/** Writes down that a limit was passed, as the org itself does: once a window for a bucket, and for each overload. */
export function recordLimit(org: Org, request: SimRequest, kind: "rate" | "concurrency"): void {
  const { id, path, ipAddress, headers } = request;
  const userAgent = headers["user-agent"] ?? "";
  const target = { id: path, type: "URL Pattern", alternateId: null, displayName: null, detailEntry: null };
  org.log.record(
    { actor: SYSTEM, requestId: id, requestUri: path, ipAddress, userAgent },
    {
      eventType: kind === "rate" ? "system.org.rate_limit.violation" : "core.concurrency.org.limit.violation",
      displayMessage: kind === "rate" ? "Rate limit violation" : "Concurrency limit violation",
      severity: "WARN",
      target: [target],
    },
  );
}
