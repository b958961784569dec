import type { JWK } from "jose";
import type { ServiceApp } from "../oauth/service-app.ts";
import type {
  App,
  AuthorizationServer,
  CredentialProvider,
  Group,
  Policy,
  UserStatus,
} from "../org/types.ts";

/** An ISO 8601 instant (`2025-01-31T08:00:00Z`), or so long before the start (`-3d`, `-4h`, `-20m`, `-10s`). */
export type SeedTime = string;

type Open = Record<string, unknown>;

/** A factor that a user has enrolled, whatever else its type has. */
export interface SeedFactor {
  id?: string | undefined;
  factorType: string;
  /** `OKTA` unless given. */
  provider?: string | undefined;
  vendorName?: string | undefined;
  /** `ACTIVE` unless given. */
  status?: string | undefined;
  created?: SeedTime | undefined;
  profile?: Open | undefined;
}

/** A person. */
export interface SeedUser {
  id?: string | undefined;
  /** `ACTIVE` unless given. */
  status?: UserStatus | undefined;
  profile: Open & { login: string; email: string; firstName: string; lastName: string };
  /** 90 days ago unless given. */
  created?: SeedTime | undefined;
  lastLogin?: SeedTime | undefined;
  /** Whether there is a password; unless given, where the state and the provider want one. */
  password?: boolean | undefined;
  recoveryQuestion?: string | undefined;
  provider?: CredentialProvider | undefined;
  realmId?: string | undefined;
  /** How many sessions are open; none unless given. */
  sessions?: number | undefined;
  factors?: SeedFactor[] | undefined;
}

/** A group. Unless one is of type BUILT_IN, the org gets its Everyone by itself. */
export interface SeedGroup {
  id?: string | undefined;
  /** `OKTA_GROUP` unless given. */
  type?: Group["type"] | undefined;
  profile: Open & { name: string };
  created?: SeedTime | undefined;
  /** Logins or ids. */
  members?: string[] | undefined;
  /** The label or id of the app that an APP_GROUP comes from. */
  source?: string | undefined;
  usedBy?: Group["usedBy"];
}

/** An app. */
export interface SeedApp {
  id?: string | undefined;
  /** The key of its integration, such as `oidc_client`. */
  name: string;
  label: string;
  /** `ACTIVE` unless given. */
  status?: App["status"] | undefined;
  signOnMode: string | null;
  created?: SeedTime | undefined;
  features?: string[] | undefined;
  visibility?: Open | undefined;
  accessibility?: Open | undefined;
  credentials?: Open | undefined;
  settings?: Open | undefined;
  profile?: Open | undefined;
  /** What its app user profile has. */
  userAttributes?: string[] | undefined;
  /** Those of them that come from the user's own profile. */
  mappedAttributes?: string[] | undefined;
  /** Logins or ids of the users it is assigned to directly. */
  users?: string[] | undefined;
  /** Names or ids of the groups it is assigned to. */
  groups?: string[] | undefined;
}

/** A rule of a policy. */
export interface SeedRule {
  id?: string | undefined;
  /** Follows from the policy's type unless given. */
  type?: string | undefined;
  name: string;
  /** The place in the list unless given. */
  priority?: number | null | undefined;
  status?: Policy["status"] | undefined;
  system?: boolean | undefined;
  conditions?: Open | null | undefined;
  actions?: Open | undefined;
}

/** A policy of an authorization server. */
export interface SeedServerPolicy {
  id?: string | undefined;
  name: string;
  description?: string | undefined;
  /** The place in the list unless given. */
  priority?: number | null | undefined;
  status?: Policy["status"] | undefined;
  system?: boolean | undefined;
  conditions?: Open | null | undefined;
  settings?: Open | undefined;
  resourceType?: string | undefined;
  resourceId?: string | undefined;
  rules?: SeedRule[] | undefined;
}

/** A policy of the org. */
export interface SeedPolicy extends SeedServerPolicy {
  type: string;
}

/** A custom authorization server. */
export interface SeedAuthorizationServer {
  id?: string | undefined;
  name: string;
  description?: string | undefined;
  audiences: string[];
  issuerMode?: AuthorizationServer["issuerMode"] | undefined;
  status?: AuthorizationServer["status"] | undefined;
  policies?: SeedServerPolicy[] | undefined;
}

/** A domain of the org; its own one has the id `default`. */
export interface SeedDomain {
  id: string;
  domain: string;
  /** `OKTA_MANAGED` unless given. */
  certificateSourceType?: "MANUAL" | "OKTA_MANAGED" | undefined;
  validationStatus: string;
  brandId: string;
}

/** A past event. */
export interface SeedEvent {
  eventType: string;
  published: SeedTime;
  displayMessage: string;
  severity?: "DEBUG" | "ERROR" | "INFO" | "WARN" | undefined;
  /** Login or id. */
  actor: string;
  /** Logins or ids. */
  target?: string[] | undefined;
  /** `SUCCESS` unless given. */
  result?: string | undefined;
  reason?: string | undefined;
  ipAddress?: string | undefined;
  city?: string | undefined;
}

/** An API services app, which signs in with OAuth 2.0 client credentials and a key. */
export interface SeedServiceApp {
  clientId: string;
  /** The client id unless given. */
  label?: string | undefined;
  /** Its public keys, as JWKs. */
  keys: JWK[];
  /** The scopes that were granted to it. */
  scopes: string[];
  /** `SUPER_ADMIN` unless given. */
  role?: ServiceApp["role"] | undefined;
  /** Whether its tokens are bound to a DPoP key, as they are by default for new apps; false unless given. */
  dpop?: boolean | undefined;
}

/** What an org holds when it starts. */
export interface OktaSeed {
  org: {
    id?: string | undefined;
    name: string;
    /** Custom user attributes and their types. */
    userAttributes?: Record<string, "string" | "number" | "integer" | "boolean" | "array"> | undefined;
    /** The ids of user types beside the default one. */
    userTypes?: string[] | undefined;
    /** The login of the administrator who owns the API token. */
    tokenOwner: string;
  };
  users: SeedUser[];
  groups?: SeedGroup[] | undefined;
  apps?: SeedApp[] | undefined;
  serviceApps?: SeedServiceApp[] | undefined;
  authorizationServers?: SeedAuthorizationServer[] | undefined;
  policies?: SeedPolicy[] | undefined;
  domains?: SeedDomain[] | undefined;
  /** In the order in which they reach the log; one that was published before its predecessor came late. */
  events?: SeedEvent[] | undefined;
}
