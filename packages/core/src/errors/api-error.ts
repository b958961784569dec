import { ArxError, type ArxErrorOptions } from "./arx-error.ts";

/** What the API said when it refused. */
export interface ApiFault {
  readonly status: number;
  /** The API's own code, such as `E0000007`. */
  readonly apiCode?: string;
  readonly summary?: string;
  readonly causes: readonly string[];
  /** The API's id of the request, to be quoted to its support. */
  readonly requestId?: string;
  /** The API's id of this error, where it has one. */
  readonly errorId?: string;
  /** What the connector's spec knows about this code. */
  readonly hint?: string;
  readonly retryable: boolean;
  /** Whether other credentials might be taken. */
  readonly credentialAtFault?: boolean;
}

/** The API answered with an error, and did not carry out the request. A write of which that is not certain is an OutcomeUnknownError. */
export class ApiError extends ArxError {
  override readonly name = "ApiError";
  readonly code = "api_error";
  readonly retryable: boolean;
  readonly status: number;
  readonly apiCode: string | undefined;
  readonly summary: string | undefined;
  readonly causes: readonly string[];
  readonly requestId: string | undefined;
  readonly errorId: string | undefined;
  readonly hint: string | undefined;

  constructor(operation: string, fault: ApiFault, options?: ArxErrorOptions) {
    const { status, apiCode, summary, causes, hint } = fault;
    super(`${operation}: ${answered(fault)}`, options);
    this.status = status;
    this.apiCode = apiCode;
    this.summary = summary;
    this.causes = causes;
    this.requestId = fault.requestId;
    this.errorId = fault.errorId;
    this.hint = hint;
    this.retryable = fault.retryable;
  }
}

/** What the API answered, in one line for people. */
export function answered({ status, apiCode, summary, causes, hint }: ApiFault): string {
  const said = [status, apiCode, summary].filter(Boolean).join(" ");
  const why = causes.length > 0 ? `: ${causes.join("; ")}` : "";
  return `the API answered ${said}${why}${hint === undefined ? "" : ` (${hint})`}`;
}
