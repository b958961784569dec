/** What was asked for cannot be done. Nothing was written. */
export class AuthorError extends Error {
  override readonly name = "AuthorError";
  /** What to do about it. */
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}
