import type { Org } from "../org/org.ts";
import type { LogEntity } from "../org/system-log.ts";
import { refuse } from "../org/errors.ts";
import { userEntity } from "../org/lookup.ts";
import type { SimRequest } from "./request.ts";

/** The API token of the org, and the administrator who owns it. */
export interface ApiToken {
  readonly value: string;
  readonly ownerId: string;
}

/** Who a request comes from. */
export interface Principal {
  readonly actor: LogEntity;
  /** What the rate limits are counted by. */
  readonly key: string;
  /** The granted OAuth scopes; undefined for an API token, which has none. */
  readonly scopes?: readonly string[];
}

/** Checks an SSWS token. Throws E0000011, or what the org says to a request without credentials. */
export function authenticateToken(org: Org, apiToken: ApiToken, request: SimRequest): Principal {
  const header = request.headers.authorization;
  if (header === undefined) throw refuse(org.knobs.missingAuthorization);
  const owner = org.users.get(apiToken.ownerId);
  // A token dies with the account that owns it.
  const alive = owner !== undefined && owner.status !== "DEPROVISIONED";
  if (header !== `SSWS ${apiToken.value}` || !alive) throw refuse("E0000011");
  return { actor: userEntity(owner), key: apiToken.ownerId };
}
