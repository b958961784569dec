import { createHmac, randomBytes } from "node:crypto";
import { invalid } from "./errors.ts";
import type { CredentialProvider, Credentials } from "./types.ts";

const HASHES = new Set(["BCRYPT", "SHA-512", "SHA-256", "SHA-1", "MD5", "PBKDF2"]);
const MIN_LENGTH = 8;
const MAX_LENGTH = 72;
const HISTORY_LENGTH = 4;
const DIGEST_KEY = randomBytes(32);

/** Credentials as a request sends them. */
export interface CredentialsInput {
  readonly password?:
    | {
        readonly value?: string | undefined;
        readonly hash?: { readonly algorithm: string } | undefined;
        readonly hook?: { readonly type: string } | undefined;
      }
    | undefined;
  readonly recovery_question?:
    | { readonly question: string; readonly answer?: string | undefined }
    | undefined;
  readonly provider?: CredentialProvider | undefined;
}

const NONE: Credentials = { password: false, provider: { type: "OKTA", name: "OKTA" } };

/**
 * What becomes of `before` when `sent` is applied. Throws E0000001 for a weak password, one that isn't allowed, and where
 * `strict`, one of the latest ones.
 */
export function readCredentials(
  sent: CredentialsInput | undefined,
  before: Credentials = NONE,
  strict = false,
): Credentials {
  if (sent === undefined) return before;
  const provider = sent.provider ?? before.provider;
  const { value, hash } = sent.password ?? {};
  const given = setsPassword(sent);
  const elsewhere = provider.type === "FEDERATION" || provider.type === "SOCIAL";
  if (elsewhere && (given || sent.recovery_question !== undefined)) {
    throw invalid(
      "credentials",
      `A user of the ${provider.type} provider can't have a password or recovery question`,
    );
  }
  if (value !== undefined) checkStrength(value);
  if (hash !== undefined && !HASHES.has(hash.algorithm)) {
    throw invalid("password", `hash.algorithm: ${hash.algorithm} is not supported`);
  }
  const history = value === undefined ? before.history : remembered(value, before.history ?? [], strict);
  return {
    history,
    password: !elsewhere && (given || before.password),
    recoveryQuestion: sent.recovery_question?.question ?? before.recoveryQuestion,
    provider,
  };
}

/** Whether a password is set: the empty object that answers have for one changes nothing when it is sent back. */
export function setsPassword({ password }: CredentialsInput): boolean {
  return Object.values(password ?? {}).some((form) => form !== undefined);
}

function remembered(password: string, history: readonly string[], strict: boolean): readonly string[] {
  const digest = createHmac("sha256", DIGEST_KEY).update(password).digest("base64url");
  if (strict && history.includes(digest)) throw invalid("password", "Password has been used too recently");
  return [digest, ...history].slice(0, HISTORY_LENGTH);
}

function checkStrength(password: string): void {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(password));
  if (password.length >= MIN_LENGTH && password.length <= MAX_LENGTH && kinds) return;
  throw invalid(
    "password",
    `Password requirements were not met: ${MIN_LENGTH} to ${MAX_LENGTH} characters, a lowercase letter, an uppercase letter, a number.`,
  );
}
