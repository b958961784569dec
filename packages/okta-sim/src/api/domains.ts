import type { Domain } from "../org/types.ts";
import { type Call, ok, type Route } from "./call.ts";

/** The operations on domains. */
export const DOMAIN_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/api/v1/domains",
    scope: "okta.domains.read",
    handle: (call: Call) =>
      ok({ domains: call.org.domains.map((domain) => domainView(domain, call.origin)) }),
  },
];

function domainView(domain: Domain, origin: string): unknown {
  const self = `${origin}/api/v1/domains/${domain.id}`;
  const own = domain.id === "default";
  return {
    ...domain,
    _links: {
      self: { href: self, hints: { allow: own ? ["GET"] : ["GET", "DELETE"] } },
      brand: {
        href: `${origin}/api/v1/brands/${domain.brandId}`,
        hints: { allow: ["GET", "PUT", "DELETE"] },
      },
      ...(!own &&
        domain.validationStatus !== "COMPLETED" && {
          verify: { href: `${self}/verify`, hints: { allow: ["POST"] } },
        }),
    },
  };
}
