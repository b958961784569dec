import type { Answer } from "../api/call.ts";

/** A refusal in the shape of RFC 6749, section 5.2. */
export class OAuthError extends Error {
  override readonly name = "OAuthError";
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    description: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(description);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  /** What is sent for it. */
  get answer(): Answer {
    return {
      status: this.status,
      body: { error: this.code, error_description: this.message },
      headers: this.headers,
    };
  }
}
