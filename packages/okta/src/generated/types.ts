// Generated from specs/okta by `pnpm generate`. Do not edit.

// Of an answer, the fields without a question mark are checked. The others are as the API documents them, and come as they came.

/** A person in the org */
export interface User {
  id: string;
  /** Where the user is in the life cycle */
  status:
    | "STAGED"
    | "PROVISIONED"
    | "ACTIVE"
    | "RECOVERY"
    | "PASSWORD_EXPIRED"
    | "LOCKED_OUT"
    | "SUSPENDED"
    | "DEPROVISIONED"
    | (string & {});
  /** Format: date-time */
  created: string;
  /**
   * Format: date-time
   * When activation was completed; null while STAGED
   */
  activated?: string | null;
  /** Format: date-time */
  statusChanged?: string | null;
  /** Format: date-time */
  lastLogin?: string | null;
  /** Format: date-time */
  lastUpdated: string;
  /** Format: date-time */
  passwordChanged?: string | null;
  /** Only in orgs with realms */
  realmId?: string;
  type?: UserType;
  /** The status to come while a change of it is under way */
  transitioningToStatus?: "ACTIVE" | "DEPROVISIONED" | "PROVISIONED" | (string & {}) | null;
  profile: UserProfile;
  credentials?: UserCredentials;
  _links?: Links;
  _embedded?: UserEmbedded;
}

/** A user as lists give it; the parameter fields can leave out all but the id */
export interface ListedUser {
  id: string;
  /** Where the user is in the life cycle */
  status?:
    | "STAGED"
    | "PROVISIONED"
    | "ACTIVE"
    | "RECOVERY"
    | "PASSWORD_EXPIRED"
    | "LOCKED_OUT"
    | "SUSPENDED"
    | "DEPROVISIONED"
    | (string & {});
  /** Format: date-time */
  created?: string;
  /**
   * Format: date-time
   * When activation was completed; null while STAGED
   */
  activated?: string | null;
  /** Format: date-time */
  statusChanged?: string | null;
  /** Format: date-time */
  lastLogin?: string | null;
  /** Format: date-time */
  lastUpdated?: string;
  /** Format: date-time */
  passwordChanged?: string | null;
  /** Only in orgs with realms */
  realmId?: string;
  type?: UserType;
  /** The status to come while a change of it is under way */
  transitioningToStatus?: "ACTIVE" | "DEPROVISIONED" | "PROVISIONED" | (string & {}) | null;
  profile?: UserProfile;
  credentials?: UserCredentials;
  _links?: Links;
  _embedded?: UserEmbedded;
}

export interface UserType {
  /** The id of the user type */
  id?: string;
}

/** A user's attributes; those of the org's own beside Okta's */
export interface UserProfile {
  /** The unique name to sign in with */
  login?: string | null;
  email?: string | null;
  secondEmail?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  middleName?: string | null;
  honorificPrefix?: string | null;
  honorificSuffix?: string | null;
  title?: string | null;
  displayName?: string | null;
  nickName?: string | null;
  profileUrl?: string | null;
  primaryPhone?: string | null;
  mobilePhone?: string | null;
  streetAddress?: string | null;
  city?: string | null;
  state?: string | null;
  zipCode?: string | null;
  countryCode?: string | null;
  postalAddress?: string | null;
  preferredLanguage?: string | null;
  locale?: string | null;
  timezone?: string | null;
  userType?: string | null;
  employeeNumber?: string | null;
  costCenter?: string | null;
  organization?: string | null;
  division?: string | null;
  department?: string | null;
  managerId?: string | null;
  manager?: string | null;
  [key: string]: unknown;
}

/** How a user signs in; no secret is ever answered */
export interface UserCredentials {
  /** An empty object where a password is set */
  password?: {
    [key: string]: unknown;
  };
  recovery_question?: {
    question?: string;
  };
  provider?: AuthenticationProvider;
  emails?: {
    value?: string;
    status?: "VERIFIED" | "UNVERIFIED" | (string & {});
    type?: "PRIMARY" | "SECONDARY" | (string & {});
  }[];
}

/** Who checks the user's password */
export interface AuthenticationProvider {
  type?: "ACTIVE_DIRECTORY" | "FEDERATION" | "IMPORT" | "LDAP" | "OKTA" | "SOCIAL" | (string & {});
  name?: string;
}

/** What expand asked for */
export interface UserEmbedded {
  blocks?: {
    type?: "DEVICE_BASED" | (string & {});
    appliesTo?: "ANY_DEVICES" | "UNKNOWN_DEVICES" | (string & {});
  }[];
  classification?: {
    [key: string]: unknown;
  };
}

export interface NewUser {
  profile: NewUserProfile;
  credentials?: NewCredentials;
  /** The groups that the user joins */
  groupIds?: string[];
  /** The user type; absent means the org's default */
  type?: UserType;
  /** Only in orgs with realms */
  realmId?: string;
}

export interface UserUpdate {
  /** The whole profile; what is not sent is erased */
  profile?: NewUserProfile;
  credentials?: NewCredentials;
  /** Another user type */
  type?: UserType;
  /** Another realm */
  realmId?: string;
}

/** A user's attributes as they are sent; those of the org's own beside Okta's */
export interface NewUserProfile {
  /** The unique name to sign in with; most orgs want the form of an email address */
  login: string;
  /** Format: email */
  email: string;
  secondEmail?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  middleName?: string | null;
  honorificPrefix?: string | null;
  honorificSuffix?: string | null;
  title?: string | null;
  displayName?: string | null;
  nickName?: string | null;
  profileUrl?: string | null;
  primaryPhone?: string | null;
  mobilePhone?: string | null;
  streetAddress?: string | null;
  city?: string | null;
  state?: string | null;
  zipCode?: string | null;
  /** Two letters of ISO 3166-1 */
  countryCode?: string | null;
  postalAddress?: string | null;
  preferredLanguage?: string | null;
  locale?: string | null;
  timezone?: string | null;
  userType?: string | null;
  employeeNumber?: string | null;
  costCenter?: string | null;
  organization?: string | null;
  division?: string | null;
  department?: string | null;
  managerId?: string | null;
  manager?: string | null;
  [key: string]: unknown;
}

export interface NewCredentials {
  password?: NewPassword;
  recovery_question?: {
    question?: string;
    answer?: string;
  };
  provider?: AuthenticationProvider;
}

/** One of the three */
export interface NewPassword {
  value?: string;
  hash?: PasswordHash;
  hook?: {
    /**
     * The org's hook checks the first sign-in
     * @default default
     */
    type?: string;
  };
}

/** A password that another system hashed; the password policy does not see it */
export interface PasswordHash {
  algorithm: "BCRYPT" | "SHA-512" | "SHA-256" | "SHA-1" | "MD5" | "PBKDF2" | (string & {});
  value: string;
  salt?: string;
  saltOrder?: "PREFIX" | "POSTFIX" | (string & {});
  /** Of BCRYPT */
  workFactor?: number;
  /** Of PBKDF2 */
  iterationCount?: number;
  /** Of PBKDF2, in bytes */
  keySize?: number;
  /** Of PBKDF2 */
  digestAlgorithm?: "SHA256_HMAC" | "SHA512_HMAC" | (string & {});
}

/** Empty where the user was mailed */
export interface ActivationToken {
  /** Format: uri */
  activationUrl?: string;
  activationToken?: string;
}

/** Empty where the user was mailed */
export interface PasswordReset {
  /** Format: uri */
  resetPasswordUrl?: string;
}

/** A way for a user to prove who they are */
export interface Factor {
  id: string;
  factorType:
    | "call"
    | "email"
    | "push"
    | "question"
    | "signed_nonce"
    | "sms"
    | "token"
    | "token:hardware"
    | "token:hotp"
    | "token:software:totp"
    | "u2f"
    | "web"
    | "webauthn"
    | (string & {});
  provider?: "OKTA" | "GOOGLE" | "FIDO" | "YUBICO" | "DUO" | "RSA" | "SYMANTEC" | "CUSTOM" | (string & {});
  vendorName?: string;
  status:
    | "ACTIVE"
    | "DISABLED"
    | "ENROLLED"
    | "EXPIRED"
    | "INACTIVE"
    | "NOT_SETUP"
    | "PENDING_ACTIVATION"
    | (string & {});
  /** Format: date-time */
  created?: string;
  /** Format: date-time */
  lastUpdated?: string;
  profile?: FactorProfile;
  _links?: Links;
  /** Of a factor that is not active yet */
  _embedded?: {
    /** Holds the shared secret, the QR code or the challenge */
    activation?: {
      [key: string]: unknown;
    };
  };
}

/** Which members there are depends on the factor's type */
export interface FactorProfile {
  /** Of sms and call */
  phoneNumber?: string;
  /** Of call */
  phoneExtension?: string | null;
  /** Of email */
  email?: string;
  /** Of question: the key of the question */
  question?: string;
  /** Of question */
  questionText?: string;
  /** Of question; sent, never answered */
  answer?: string;
  /** Of push, tokens, webauthn and signed_nonce */
  credentialId?: string;
  /** Of webauthn */
  authenticatorName?: string;
  /** Of push and signed_nonce */
  deviceType?: string;
  /** Of push */
  deviceToken?: string;
  /** Of push and signed_nonce: the device's name */
  name?: string;
  /** Of push and signed_nonce */
  platform?: string;
  /** Of push and signed_nonce: the operating system's */
  version?: string;
  /** Of token:hotp */
  sharedSecret?: string;
  /** Of signed_nonce, public keys */
  keys?: {
    kty?: string;
    use?: string;
    kid?: string;
    jwkType?: string;
    crv?: string;
    x?: string;
    y?: string;
  }[];
}

/** An app on a user's dashboard */
export interface AppLink {
  /** The user's id, not the link's */
  id?: string;
  label?: string;
  linkUrl?: string;
  logoUrl?: string | null;
  appName?: string;
  /** The app's id */
  appInstanceId?: string;
  appAssignmentId?: string;
  credentialsSetup?: boolean;
  hidden?: boolean;
  sortOrder?: number;
}

/** By name, a link or an array of links; those of calls are there as Okta offers the call at present, and a missing one may work all the same */
export interface Links {
  [key: string]: unknown;
}

/** A group of users */
export interface Group {
  id: string;
  /** Format: date-time */
  created?: string;
  /**
   * Format: date-time
   * Of the profile; members do not touch it
   */
  lastUpdated?: string;
  /** Format: date-time */
  lastMembershipUpdated?: string;
  objectClass?: string[];
  /** Managed in Okta, imported by an app, or Okta's own */
  type: "OKTA_GROUP" | "APP_GROUP" | "BUILT_IN" | (string & {});
  profile: GroupProfile;
  /** The app that an APP_GROUP comes from */
  source?: {
    id?: string;
  };
  _links?: Links;
  _embedded?: GroupEmbedded;
}

export interface GroupProfile {
  name: string;
  description?: string | null;
  /** Of groups from Active Directory */
  samAccountName?: string;
  /** Of groups from Active Directory */
  dn?: string;
  /** Of groups from Active Directory */
  windowsDomainQualifiedName?: string;
  /** Of groups from Active Directory */
  externalId?: string;
  [key: string]: unknown;
}

/** What expand asked for */
export interface GroupEmbedded {
  stats?: {
    usersCount?: number;
    appsCount?: number;
    groupPushMappingsCount?: number;
    hasAdminPrivilege?: boolean;
  };
  app?: {
    id?: string;
    name?: string;
    label?: string;
    signOnMode?: string | null;
  } | null;
}

export interface NewGroup {
  profile: NewGroupProfile;
}

export interface NewGroupProfile {
  name: string;
  description?: string | null;
  [key: string]: unknown;
}

export interface GroupUpdate {
  /** The whole profile */
  profile: GroupUpdateProfile;
}

/** A group's whole profile; what is not sent is erased */
export interface GroupUpdateProfile {
  name: string;
  /** null clears it */
  description: string | null;
  [key: string]: unknown;
}

/** An app of the org */
export interface App {
  id: string;
  /** The Okta resource name */
  orn?: string;
  /** The key of the app in Okta's catalogue, not a name for people */
  name?: string;
  /** The name for people */
  label?: string;
  status?: "ACTIVE" | "INACTIVE" | "DELETED" | (string & {});
  /** Format: date-time */
  created?: string;
  /** Format: date-time */
  lastUpdated?: string;
  /** null for directories and other sources that nobody signs in to */
  signOnMode?:
    | "AUTO_LOGIN"
    | "BASIC_AUTH"
    | "BOOKMARK"
    | "BROWSER_PLUGIN"
    | "OPENID_CONNECT"
    | "SAML_1_1"
    | "SAML_2_0"
    | "SECURE_PASSWORD_STORE"
    | "WS_FEDERATION"
    | (string & {})
    | null;
  /** What provisioning does, such as PUSH_NEW_USERS */
  features?: string[];
  accessibility?: AppAccessibility;
  visibility?: AppVisibility;
  credentials?: AppCredentials;
  /** Depends on the app */
  settings?: {
    [key: string]: unknown;
  };
  profile?: {
    [key: string]: unknown;
  } | null;
  licensing?: {
    seatCount?: number | null;
  } | null;
  universalLogout?: UniversalLogout | null;
  expressConfiguration?: {
    enabledCapabilities?: string[];
    supportedCapabilities?: string[];
  } | null;
  _links?: Links;
  /** What expand asked for */
  _embedded?: {
    user?: AppUser;
  };
}

export interface AppAccessibility {
  selfService?: boolean | null;
  errorRedirectUrl?: string | null;
  loginRedirectUrl?: string | null;
}

export interface AppVisibility {
  autoLaunch?: boolean | null;
  autoSubmitToolbar?: boolean | null;
  hide?: {
    iOS?: boolean;
    web?: boolean;
  };
  appLinks?: {
    [key: string]: boolean;
  };
}

export interface AppCredentials {
  userNameTemplate?: {
    template?: string | null;
    type?: "NONE" | "BUILT_IN" | "CUSTOM" | (string & {});
    userSuffix?: string | null;
    pushStatus?: "PUSH" | "DONT_PUSH" | "NOT_CONFIGURED" | (string & {}) | null;
  };
  signing?: {
    kid?: string | null;
    use?: string;
    rotationMode?: string;
    /** Format: date-time */
    lastRotated?: string | null;
    /** Format: date-time */
    nextRotation?: string | null;
  };
  oauthClient?: {
    client_id?: string;
    client_secret?: string;
    autoKeyRotation?: boolean;
    pkce_required?: boolean | null;
    token_endpoint_auth_method?:
      | "client_secret_basic"
      | "client_secret_jwt"
      | "client_secret_post"
      | "none"
      | "private_key_jwt"
      | (string & {});
  };
  scheme?:
    | "ADMIN_SETS_CREDENTIALS"
    | "EDIT_PASSWORD_ONLY"
    | "EDIT_USERNAME_AND_PASSWORD"
    | "EXTERNAL_PASSWORD_SYNC"
    | "SHARED_USERNAME_AND_PASSWORD"
    | (string & {})
    | null;
  revealPassword?: boolean | null;
  userName?: string | null;
  password?: {
    [key: string]: unknown;
  } | null;
}

export interface UniversalLogout {
  status?: "ENABLED" | "DISABLED" | "UNSUPPORTED" | (string & {});
  supportType?: "FULL" | "PARTIAL" | (string & {});
  identityStack?: "SHARED" | "NOT_SHARED" | (string & {});
  protocol?: "PROPRIETARY" | "GLOBAL_TOKEN_REVOCATION" | (string & {});
}

export interface AppAssignment {
  /**
   * Assigned directly or through a group
   * @default USER
   */
  scope?: "USER" | "GROUP" | (string & {});
  credentials?: NewAppCredentials;
  /** Attributes that the app's own schema has */
  profile?: {
    [key: string]: unknown;
  };
}

export interface NewAppCredentials {
  /** The account in the app; absent means by the app's template */
  userName?: string;
  password?: {
    value?: string;
  };
}

/** A user's assignment to an app */
export interface AppUser {
  /** The user's id */
  id: string;
  /** The account's id in the app */
  externalId?: string | null;
  /** Format: date-time */
  created?: string;
  /** Format: date-time */
  lastUpdated?: string;
  /** Assigned directly or through a group */
  scope?: "USER" | "GROUP" | (string & {});
  status?:
    | "ACTIVE"
    | "APPROVED"
    | "DEPROVISIONED"
    | "IMPLICIT"
    | "IMPORTED"
    | "INACTIVE"
    | "MATCHED"
    | "PENDING"
    | "PROVISIONED"
    | "REVOKED"
    | "STAGED"
    | "SUSPENDED"
    | "UNASSIGNED"
    | (string & {});
  /** Format: date-time */
  statusChanged?: string | null;
  /** Format: date-time */
  passwordChanged?: string | null;
  syncState?: "DISABLED" | "ERROR" | "OUT_OF_SYNC" | "SYNCHRONIZED" | "SYNCING" | (string & {});
  /** Format: date-time */
  lastSync?: string | null;
  credentials?: {
    userName?: string | null;
    /** An empty object where a password is set */
    password?: {
      [key: string]: unknown;
    };
  } | null;
  /** Attributes that the app's own schema has */
  profile?: {
    [key: string]: unknown;
  };
  _links?: Links;
  _embedded?: {
    user?: {
      [key: string]: unknown;
    };
  };
}

/** A custom authorization server, which issues tokens for the org's own APIs */
export interface AuthorizationServer {
  id: string;
  name?: string;
  description?: string | null;
  audiences?: string[];
  issuer?: string;
  issuerMode?: "ORG_URL" | "CUSTOM_URL" | "DYNAMIC" | (string & {});
  status?: "ACTIVE" | "INACTIVE" | (string & {});
  /** Whether it is the server called default */
  default?: boolean;
  /** Format: date-time */
  created?: string;
  /** Format: date-time */
  lastUpdated?: string;
  credentials?: {
    signing?: {
      kid?: string | null;
      use?: string;
      rotationMode?: "AUTO" | "MANUAL" | (string & {});
      /** Format: date-time */
      lastRotated?: string | null;
      /** Format: date-time */
      nextRotation?: string | null;
    };
  };
  /** Public keys to encrypt tokens with */
  jwks?: {
    keys?: {
      [key: string]: unknown;
    }[];
  } | null;
  jwks_uri?: string | null;
  accessTokenEncryptedResponseAlgorithm?:
    | "RSA-OAEP-256"
    | "RSA-OAEP-384"
    | "RSA-OAEP-512"
    | (string & {})
    | null;
  _links?: Links;
}

/** Which clients may ask the server for tokens, and under which rules */
export interface AuthorizationServerPolicy {
  id: string;
  type?: "OAUTH_AUTHORIZATION_POLICY" | (string & {});
  status?: "ACTIVE" | "INACTIVE" | (string & {});
  name?: string;
  description?: string | null;
  priority?: number | null;
  system?: boolean;
  conditions?: {
    clients?: {
      /** Client ids or ALL_CLIENTS */
      include?: string[];
    } | null;
  } | null;
  /** Format: date-time */
  created?: string | null;
  /** Format: date-time */
  lastUpdated?: string | null;
  _links?: Links;
}

/** An event of the System Log */
export interface LogEvent {
  uuid: string;
  /**
   * Format: date-time
   * When it happened, to the millisecond
   */
  published: string;
  /** What happened, such as user.session.start */
  eventType: string;
  /** Of the event type; a string that holds a number */
  version?: unknown;
  severity?: "DEBUG" | "INFO" | "WARN" | "ERROR" | (string & {}) | null;
  displayMessage?: string | null;
  legacyEventType?: string | null;
  /** Who did it */
  actor?: LogParty | null;
  /** To whom or what */
  target?: LogTarget[] | null;
  outcome?: LogOutcome | null;
  client?: LogClient | null;
  device?: {
    [key: string]: unknown;
  } | null;
  authenticationContext?: LogAuthenticationContext | null;
  securityContext?: LogSecurityContext | null;
  request?: LogRequest | null;
  transaction?: LogTransaction | null;
  debugContext?: {
    /** Details that depend on the event type */
    debugData?: unknown;
  } | null;
}

export interface LogParty {
  id?: string | null;
  type?: string | null;
  /** Of a user the login */
  alternateId?: string | null;
  displayName?: string | null;
  detailEntry?: {
    [key: string]: unknown;
  } | null;
}

export interface LogTarget {
  id?: string | null;
  type?: string | null;
  /** Of a user the login */
  alternateId?: string | null;
  displayName?: string | null;
  detailEntry?: {
    [key: string]: unknown;
  } | null;
  changeDetails?: {
    from?: {
      [key: string]: unknown;
    } | null;
    to?: {
      [key: string]: unknown;
    } | null;
  } | null;
}

export interface LogOutcome {
  result?:
    | "SUCCESS"
    | "FAILURE"
    | "SKIPPED"
    | "ALLOW"
    | "DENY"
    | "CHALLENGE"
    | "UNKNOWN"
    | "RATE_LIMIT"
    | "DEFERRED"
    | "SCHEDULED"
    | "ABANDONED"
    | "UNANSWERED"
    | (string & {})
    | null;
  reason?: string | null;
}

export interface LogClient {
  /** The OAuth client's id */
  id?: string | null;
  device?: string | null;
  zone?: string | null;
  ipAddress?: string | null;
  userAgent?: {
    rawUserAgent?: string | null;
    os?: string | null;
    browser?: string | null;
  } | null;
  geographicalContext?: LogGeography | null;
}

export interface LogGeography {
  city?: string | null;
  state?: string | null;
  country?: string | null;
  postalCode?: unknown;
  geolocation?: {
    lat?: number | null;
    lon?: number | null;
  } | null;
}

export interface LogAuthenticationContext {
  authenticationProvider?:
    | "ACTIVE_DIRECTORY"
    | "FACTOR_PROVIDER"
    | "FEDERATION"
    | "LDAP"
    | "OKTA_AUTHENTICATION_PROVIDER"
    | "SOCIAL"
    | (string & {})
    | null;
  credentialProvider?:
    | "DUO"
    | "GOOGLE"
    | "OKTA_AUTHENTICATION_PROVIDER"
    | "OKTA_CREDENTIAL_PROVIDER"
    | "RSA"
    | "SYMANTEC"
    | "YUBIKEY"
    | (string & {})
    | null;
  credentialType?:
    | "ASSERTION"
    | "CERTIFICATE"
    | "DEVICE_UDID"
    | "EMAIL"
    | "IWA"
    | "JWT"
    | "OAuth 2.0"
    | "OKTA_CLIENT_SESSION"
    | "OTP"
    | "PASSWORD"
    | "PRE_SHARED_SYMMETRIC_KEY"
    | "SMS"
    | (string & {})
    | null;
  issuer?: {
    id?: string | null;
    type?: string | null;
  } | null;
  interface?: string | null;
  authenticationStep?: number | null;
  externalSessionId?: string | null;
  rootSessionId?: string | null;
}

export interface LogSecurityContext {
  asNumber?: number | null;
  asOrg?: string | null;
  isp?: string | null;
  domain?: string | null;
  isProxy?: boolean | null;
  ipDetails?: LogIpDetails | null;
  risk?: {
    level?: "LOW" | "MEDIUM" | "HIGH" | (string & {}) | null;
    previousLevel?: "LOW" | "MEDIUM" | "HIGH" | (string & {}) | null;
    reasons?: string[] | null;
    issuer?: string | null;
    detectionName?: string | null;
  } | null;
  botProtection?: {
    level?: "NONE" | "LOW" | "MEDIUM" | "HIGH" | (string & {}) | null;
  } | null;
  userBehaviors?:
    | {
        id?: string | null;
        name?: string | null;
        result?: "UNKNOWN" | "POSITIVE" | "NEGATIVE" | "BAD_REQUEST" | (string & {}) | null;
      }[]
    | null;
}

export interface LogIpDetails {
  asNumber?: number | null;
  asOrg?: string | null;
  isp?: string | null;
  domain?: string | null;
  ipServiceCategories?:
    | {
        type?: "VPN" | "Proxy" | "Tor" | "Residential Proxy" | "Blockchain VPN" | (string & {}) | null;
        operator?: string | null;
        isAnonymous?: boolean | null;
      }[]
    | null;
}

export interface LogRequest {
  ipChain?:
    | {
        ip?: string | null;
        version?: string | null;
        source?: string | null;
        geographicalContext?: LogGeography | null;
        ipDetails?: LogIpDetails | null;
      }[]
    | null;
}

export interface LogTransaction {
  id?: string | null;
  type?: "WEB" | "JOB" | (string & {}) | null;
  detail?: {
    [key: string]: unknown;
  } | null;
}

export interface DomainList {
  domains: Domain[];
}

export interface Domain {
  /** default is the org's own */
  id: string;
  domain?: string;
  certificateSourceType?: "MANUAL" | "OKTA_MANAGED" | (string & {});
  validationStatus?:
    | "COMPLETED"
    | "FAILED_TO_VERIFY"
    | "IN_PROGRESS"
    | "NOT_STARTED"
    | "VERIFIED"
    | (string & {})
    | null;
  brandId?: string | null;
  publicCertificate?: {
    subject?: string | null;
    fingerprint?: string | null;
    expiration?: string | null;
  } | null;
  dnsRecords?:
    | {
        recordType?: "CAA" | "CNAME" | "TXT" | (string & {});
        fqdn?: string;
        values?: string[];
        expiration?: string | null;
      }[]
    | null;
  _links?: Links;
}

/** A policy; its type says what it governs */
export interface Policy {
  id: string;
  type:
    | "ACCESS_POLICY"
    | "CLIENT_UPDATE"
    | "DEVICE_SIGNAL_COLLECTION"
    | "ENTITY_RISK"
    | "IDENTITY_CLAIM_SOURCING"
    | "IDP_DISCOVERY"
    | "MFA_ENROLL"
    | "OKTA_SIGN_ON"
    | "PASSWORD"
    | "POST_AUTH_SESSION"
    | "PROFILE_ENROLLMENT"
    | "SESSION_VIOLATION_DETECTION"
    | (string & {});
  name: string;
  description?: string | null;
  priority?: number | null;
  status?: "ACTIVE" | "INACTIVE" | (string & {});
  /** Okta's own; it can not be deleted */
  system?: boolean;
  /** To whom it applies */
  conditions?: {
    [key: string]: unknown;
  } | null;
  /** What it demands */
  settings?: {
    [key: string]: unknown;
  } | null;
  /** Format: date-time */
  created?: string | null;
  /** Format: date-time */
  lastUpdated?: string | null;
  _links?: Links;
  /** What expand asked for; of an ACCESS_POLICY also resourceType */
  _embedded?: {
    [key: string]: unknown;
  };
}

/** A rule of a policy */
export interface PolicyRule {
  id: string;
  type?:
    | "ACCESS_POLICY"
    | "CLIENT_UPDATE"
    | "DEVICE_SIGNAL_COLLECTION"
    | "ENTITY_RISK"
    | "IDENTITY_CLAIM_SOURCING"
    | "IDP_DISCOVERY"
    | "MFA_ENROLL"
    | "PASSWORD"
    | "POST_AUTH_SESSION"
    | "PROFILE_ENROLLMENT"
    | "SESSION_VIOLATION_DETECTION"
    | "SIGN_ON"
    | (string & {});
  name: string;
  /** The lower comes first; the rule for everyone else has 99 */
  priority?: number | null;
  status?: "ACTIVE" | "INACTIVE" | (string & {});
  /** Okta's own; it can not be deleted */
  system?: boolean;
  /** When it applies */
  conditions?: {
    [key: string]: unknown;
  } | null;
  /** What then happens */
  actions?: {
    [key: string]: unknown;
  } | null;
  /**
   * Format: date-time
   * null for Okta's own rules
   */
  created?: string | null;
  /**
   * Format: date-time
   * null for Okta's own rules
   */
  lastUpdated?: string | null;
  _links?: Links;
}
