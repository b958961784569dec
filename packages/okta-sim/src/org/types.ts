/** A state of a user's lifecycle. */
export type UserStatus =
  | "ACTIVE"
  | "DEPROVISIONED"
  | "LOCKED_OUT"
  | "PASSWORD_EXPIRED"
  | "PROVISIONED"
  | "RECOVERY"
  | "STAGED"
  | "SUSPENDED";

/** Attributes by name, as an API client sent them. */
export type Profile = Readonly<Record<string, unknown>>;

/** Who vouches for a user's credentials. */
export interface CredentialProvider {
  readonly type: "ACTIVE_DIRECTORY" | "FEDERATION" | "IMPORT" | "LDAP" | "OKTA" | "SOCIAL";
  readonly name: string;
}

/** What is known of a user's credentials; never the password itself. */
export interface Credentials {
  readonly password: boolean;
  /** Keyed digests of the latest passwords, newest first. */
  readonly history?: readonly string[] | undefined;
  readonly recoveryQuestion?: string | undefined;
  readonly provider: CredentialProvider;
}

/** An enrolled factor. Its shape depends on its type. */
export interface Factor {
  readonly id: string;
  readonly factorType: string;
  readonly provider: string;
  readonly vendorName: string;
  readonly status: string;
  readonly created: string;
  readonly lastUpdated: string;
  readonly profile?: Profile | undefined;
}

/** A person in the org. Timestamps end `.000Z`. */
export interface User {
  readonly id: string;
  readonly status: UserStatus;
  readonly created: string;
  readonly activated: string | null;
  readonly statusChanged: string | null;
  readonly lastLogin: string | null;
  readonly lastUpdated: string;
  readonly passwordChanged: string | null;
  readonly realmId?: string | undefined;
  readonly typeId: string;
  /** The state that background work is bringing about. */
  readonly transitioningToStatus?: UserStatus | undefined;
  readonly profile: Profile;
  readonly credentials: Credentials;
  readonly factors: readonly Factor[];
  /** How many sessions are open now. */
  readonly sessions: number;
}

/** A group of users. Its members are kept apart, in `Org.memberships`. */
export interface Group {
  readonly id: string;
  readonly type: "OKTA_GROUP" | "APP_GROUP" | "BUILT_IN";
  readonly created: string;
  readonly lastUpdated: string;
  readonly lastMembershipUpdated: string;
  readonly objectClass: readonly string[];
  readonly profile: Profile;
  /** The app that an APP_GROUP was imported from. */
  readonly sourceId?: string | undefined;
  /** Whether an enrolment policy or a group push mapping uses it, which protects it from deletion. */
  readonly usedBy?: "enrollment-policy" | "push-mapping" | undefined;
}

/** An app instance. Its users are kept apart, in `Org.assignments`. */
export interface App {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly status: "ACTIVE" | "INACTIVE" | "DELETED";
  readonly signOnMode: string | null;
  readonly created: string;
  readonly lastUpdated: string;
  readonly features: readonly string[];
  readonly visibility: Readonly<Record<string, unknown>>;
  readonly accessibility: Readonly<Record<string, unknown>>;
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly profile?: Profile | undefined;
  /** Ids of the groups that the app is assigned to. */
  readonly groupIds: readonly string[];
  /** Names of the attributes of its app user profile. */
  readonly userAttributes: readonly string[];
  /** Those of them that come from the user's own profile and are pushed to the app. */
  readonly mappedAttributes: readonly string[];
}

/** The assignment of an app to a user. */
export interface AppUser {
  /** The user's id. */
  readonly id: string;
  readonly assignmentId: string;
  /** The account in the app; null where none is kept, absent until provisioning has made it. */
  readonly externalId?: string | null | undefined;
  readonly created: string;
  readonly lastUpdated: string;
  readonly scope: "USER" | "GROUP";
  readonly status: string;
  readonly statusChanged: string;
  readonly passwordChanged: string | null;
  readonly syncState: string;
  /** When the account was last brought in line; absent where none is kept. */
  readonly lastSync?: string | undefined;
  readonly userName: string;
  readonly password: boolean;
  readonly profile: Profile;
}

/** A policy of an authorization server, or of the org; and a rule of one. */
export interface Policy {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly priority: number | null;
  readonly status: "ACTIVE" | "INACTIVE";
  readonly system: boolean;
  readonly conditions: Readonly<Record<string, unknown>> | null;
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  readonly resourceType?: string | undefined;
  /** The authorization server or app that it belongs to. */
  readonly resourceId?: string | undefined;
  readonly created: string | null;
  readonly lastUpdated: string | null;
  readonly rules: readonly PolicyRule[];
}

/** A rule of a policy. */
export interface PolicyRule {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly priority: number | null;
  readonly status: "ACTIVE" | "INACTIVE";
  readonly system: boolean;
  readonly conditions: Readonly<Record<string, unknown>> | null;
  readonly actions: Readonly<Record<string, unknown>>;
  readonly created: string | null;
  readonly lastUpdated: string | null;
}

/** A custom authorization server. */
export interface AuthorizationServer {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly audiences: readonly string[];
  readonly issuerMode: "ORG_URL" | "CUSTOM_URL" | "DYNAMIC";
  readonly status: "ACTIVE" | "INACTIVE";
  readonly created: string;
  readonly lastUpdated: string;
  readonly keyId: string;
  readonly policies: readonly Policy[];
}

/** A domain that the org answers on. */
export interface Domain {
  readonly id: string;
  readonly domain: string;
  readonly certificateSourceType: "MANUAL" | "OKTA_MANAGED";
  readonly validationStatus: string;
  readonly brandId: string;
}
