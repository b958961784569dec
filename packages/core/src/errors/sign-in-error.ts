import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** No access token could be had for the API. The request itself was not sent. */
export class SignInError extends ArxError {
  override readonly name = "SignInError";
  readonly code = "sign_in_failed";
  readonly retryable: boolean;
  /** The OAuth error code, such as `invalid_client`, where the token endpoint gave one. */
  readonly oauthError: string | undefined;

  constructor(
    endpoint: string,
    why: string,
    options: ArxErrorOptions & {
      readonly retryable: boolean;
      readonly oauthError?: string | undefined;
    },
  ) {
    super(`${endpoint} gave no access token: ${why}`, options);
    this.retryable = options.retryable;
    this.oauthError = options.oauthError;
  }
}
