import type { Operation } from "../connector/operation.ts";
import type { ApiFault } from "../errors/api-error.ts";
import type { SecretBundle } from "../vault/vault.ts";
import type { Deadline } from "./deadline.ts";
import type { ExchangeContext } from "./exchange-context.ts";
import type { Bucket } from "./quota/bucket.ts";
import type { HttpRequest } from "./request.ts";
import type { Session } from "./session.ts";
import type { SignIn } from "./sign-in.ts";
import type { HttpAnswer, TransportFault } from "./transport.ts";

/** Where a reading of the vault leads, and how one gets in. */
export interface Way {
  readonly origin: string;
  readonly session: Session;
  readonly signIn: SignIn;
}

/** One call on its way. */
export interface Course {
  readonly context: ExchangeContext;
  readonly deadline: Deadline;
  bundle: SecretBundle;
  /** Which attempt is being made, from 1. */
  attempt: number;
  /** Whether the API's limits refused the attempt before. */
  limited: boolean;
  /** Reasons for which it was signed anew; each counts once. */
  readonly renewed: Set<string>;
}

/** One attempt that was made. */
export interface Tried {
  readonly way: Way;
  readonly bucket: Bucket;
  readonly request: HttpRequest;
  /** Whether it is the spec's fallback. */
  readonly isDetour: boolean;
  /** The request with the fields that signed it in. */
  readonly signed: HttpRequest;
  readonly ms: number;
  readonly result: HttpAnswer | TransportFault;
}

/** Why the same request is sent again, and after how long. */
export interface Again {
  readonly note: string;
  readonly waitMs?: number;
}

/** Whether an answer proves that the API does not know a request for which the spec has another. */
export function isDetourSign({ fallback }: Operation, { status, apiCode }: ApiFault): boolean {
  return (
    fallback !== undefined && fallback.when.status === status && (fallback.when.code ?? apiCode) === apiCode
  );
}

/** Whether two readings of the vault brought the same. */
export function isSame(one: SecretBundle, other: SecretBundle): boolean {
  const names = Object.keys({ ...one.fields, ...other.fields });
  return names.every((name) => one.fields[name]?.reveal() === other.fields[name]?.reveal());
}
