import type { Bucket } from "./http/buckets.ts";
import type { UserStatus } from "./org/types.ts";

/** How this org behaves where orgs differ, or where it isn't known what a real one does. Any can be changed while it runs. */
export interface Knobs {
  /** Calls a minute for the whole org, by bucket; `"off"` counts nothing. Absent buckets keep their usual number. */
  rateLimits: Partial<Record<Bucket, number>> | "off";
  /** The part of each bucket that one token may use, 0 to 1. */
  tokenShare: number;
  /** How many requests may be under way at once. */
  concurrencyLimit: number;
  /** Seconds that the `Date` header is ahead of the clock; negative for behind. */
  dateSkewSeconds: number;
  /** Seconds added to `X-Rate-Limit-Reset`; a real org was seen 1 to 2 seconds in the past. */
  resetSkewSeconds: number;
  /**
   * Milliseconds that `search` on users and groups is behind. A real index takes 1 to 3 seconds; it is none unless set,
   * because what a test or an example finds would depend on how quick the machine is.
   */
  searchLagMs: number;
  /**
   * Milliseconds that an activation by `lifecycle/activate` takes, in which the user can't be changed or activated again
   * (E0000112). It is documented as asynchronous, but real orgs were seen to have done it by the next read: none unless set.
   */
  activationMs: number;
  /** Milliseconds that background work takes: deactivation with `Prefer: respond-async`, provisioning to an app. */
  backgroundMs: number;
  /** Milliseconds until an event can be read from the System Log. A real one takes seconds; none unless set, as of the index. */
  logDelayMs: number;
  /** A real log is `strict`: it refuses a `since` more than 180 days back and hides events older than 90. `lenient` does neither. */
  logRetention: "lenient" | "strict";
  /** The answer to a request without an Authorization header. */
  missingAuthorization: "E0000011" | "E0000005";
  /** What the API token may do. A read-only administrator gets E0000006 for every write. */
  adminRole: "SUPER_ADMIN" | "READ_ONLY_ADMIN";
  /** Whether the API itself, and not the token endpoint alone, wants a nonce in DPoP proofs. */
  apiNonce: boolean;
  /** The states that a user can be suspended from. */
  suspendFrom: readonly UserStatus[];
  /** Whether reset_password without `sendEmail` counts as `true` or is refused with E0000028. */
  missingSendEmail: "accept" | "refuse";
  /** Whether PUT and POST change the profile of a deactivated user. */
  editDeprovisioned: boolean;
  /** The answer to adding a member to Everyone: 403 since 2026.04.0, 501 before. */
  everyoneMembership: 403 | 501;
  /** Whether adding a member twice or removing a non-member is a 204 or refused. */
  repeatedMembership: "accept" | "refuse";
  /** Whether assigning an app twice updates the assignment or answers 409. */
  repeatedAssignment: "accept" | "refuse";
  /** Whether the undocumented `PUT /api/v1/apps/{appId}/users/{userId}` works, as it did for Okta's legacy SDKs. */
  legacyAppUserPut: boolean;
  /** Whether a list that ends with a full page announces one more, empty page. */
  emptyTrailingPage: boolean;
  /** Whether the org has API Access Management; without it, authorization servers answer 401 E0000015. */
  apiAccessManagement: boolean;
}

/** What a knob is unless set: strict where the real behaviour is known, mild where it isn't. */
export const DEFAULT_KNOBS: Readonly<Knobs> = {
  rateLimits: {},
  tokenShare: 0.5,
  concurrencyLimit: 75,
  dateSkewSeconds: 0,
  resetSkewSeconds: 0,
  searchLagMs: 0,
  activationMs: 0,
  backgroundMs: 0,
  logDelayMs: 0,
  // A real org keeps 90 days of events and is said to refuse a `since` over 180 days back; exports and examples
  // that name a fixed date in the past would stop working here the day they get that old.
  logRetention: "lenient",
  missingAuthorization: "E0000011",
  adminRole: "SUPER_ADMIN",
  apiNonce: false,
  suspendFrom: ["ACTIVE"],
  missingSendEmail: "accept",
  editDeprovisioned: false,
  everyoneMembership: 403,
  repeatedMembership: "accept",
  repeatedAssignment: "accept",
  legacyAppUserPut: false,
  emptyTrailingPage: false,
  apiAccessManagement: true,
};
