import type { ServiceApp } from "../oauth/service-app.ts";
import type { SeedServiceApp } from "./seed.ts";

/** The service apps of an org by client id. */
export function plantServiceApps(seeds: readonly SeedServiceApp[]): ReadonlyMap<string, ServiceApp> {
  return new Map(
    seeds.map(({ clientId, label = clientId, keys, scopes, role = "SUPER_ADMIN", dpop = false }) => [
      clientId,
      { clientId, label, keys, scopes, role, dpop },
    ]),
  );
}
