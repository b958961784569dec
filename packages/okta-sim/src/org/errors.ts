/** Status and summary of each error code that this org can answer with. */
const CODES = {
  E0000001: [400, "Api validation failed"],
  E0000002: [400, "The request was not valid"],
  E0000003: [400, "The request body was not well-formed."],
  E0000005: [403, "Invalid session"],
  E0000006: [403, "You do not have permission to perform the requested action"],
  E0000007: [404, "Not found"],
  E0000008: [404, "The requested path was not found"],
  E0000009: [500, "Internal Server Error"],
  E0000010: [503, "Service is in read only mode"],
  E0000011: [401, "Invalid token provided"],
  E0000015: [401, "You do not have permission to access the feature you are requesting"],
  E0000016: [403, "Activation failed because the user is already active"],
  E0000017: [403, "Password reset failed"],
  E0000019: [400, "Bad request. Accept and/or Content-Type headers do not match supported values"],
  E0000021: [400, "Bad request. Content-Type header is missing or not supported"],
  E0000022: [405, "The endpoint does not support the provided HTTP method"],
  E0000023: [403, "Operation failed because user profile is mastered under another system"],
  E0000028: [400, "The request is missing a required parameter"],
  E0000029: [400, "Invalid paging request"],
  E0000030: [400, "The date is not well-formed."],
  E0000031: [400, "Invalid search criteria."],
  E0000032: [403, "Unlock is not allowed for this user."],
  E0000033: [400, "Can't specify a search query and filter in the same request."],
  E0000038: [403, "This operation is not allowed in the user's current status."],
  E0000041: [400, "The scheme of this resource takes no such credentials."],
  E0000046: [403, "App unassignment failed"],
  E0000047: [429, "API call exceeded rate limit due to too many requests."],
  E0000053: [400, "Invalid filter"],
  E0000054: [400, "Invalid pagination properties"],
  E0000060: [501, "Unsupported operation."],
  E0000062: [409, "The given user is already assigned to the application."],
  E0000075: [403, "Cannot modify the attribute because it is mapped and profile push is on."],
  E0000076: [405, "The attribute is read-only."],
  E0000093: [400, "Target count limit exceeded"],
  E0000094: [400, "The provided filter is unsupported."],
  E0000112: [409, "The user is still being activated. Try again later."],
  E0000117: [403, "The user is not active."],
  E0000122: [406, "The Accept header does not allow JSON."],
  E0000124: [400, "A user can't be created with an expired password without a password."],
  E0000125: [400, "A user can't be created with an expired password without being activated."],
  E0000181: [503, "Service is temporarily unavailable"],
  E0000209: [400, "The group is used by an enrollment policy and cannot be changed or deleted."],
  E0000231: [412, "The ETag in If-Match differs from the current one."],
  E0000239: [423, "Policy priorities are being reconciled. Try again later."],
  E0000242: [400, "The ETag in If-Match is not well-formed."],
} as const;

/** The code of an error that this org can answer with. */
export type ErrorCode = keyof typeof CODES;

/** A refusal, as Okta words it: HTTP status, code, summary and causes. */
export class OktaError extends Error {
  override readonly name = "OktaError";
  readonly status: number;
  readonly code: ErrorCode;
  readonly causes: readonly string[];

  constructor(code: ErrorCode, summary: string = CODES[code][1], causes: readonly string[] = []) {
    super(summary);
    this.status = CODES[code][0];
    this.code = code;
    this.causes = causes;
  }
}

/** E0000001: what was validated, and what was wrong with it. */
export function invalid(what: string, ...causes: string[]): OktaError {
  return new OktaError("E0000001", `Api validation failed: ${what}`, causes);
}

/** E0000007: no such resource. `type` is Okta's own word for its kind, such as `User` or `UserGroup`. */
export function notFound(id: string, type: string): OktaError {
  return new OktaError("E0000007", `Not found: Resource not found: ${id} (${type})`);
}

/** Any other code, with its usual summary and the given causes. */
export function refuse(code: ErrorCode, ...causes: string[]): OktaError {
  return new OktaError(code, undefined, causes);
}
