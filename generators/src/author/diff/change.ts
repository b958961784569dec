/** One change between two versions of a spec. */
export interface Change {
  readonly change: string;
  /** `users:read`, `users:read parameters.limit`, `users:read body.profile` or, in a named schema, `User.status`. */
  readonly at: string;
  readonly detail: string;
  /** Whether a caller that was right before can fail now, or no longer compile. */
  readonly breaking: boolean;
  /** Whether the same call is under more or less protection now. */
  readonly risk?: "raised" | "lowered";
}
