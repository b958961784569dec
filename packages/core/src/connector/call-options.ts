/** How one call is made; all optional. */
export interface CallOptions {
  /** Cancels the call. A write that has left by then is of unknown outcome. */
  readonly signal?: AbortSignal;
  /** How long to wait for people where policy asks for them, in milliseconds; 0 throws at once. */
  readonly waitMs?: number;
}
