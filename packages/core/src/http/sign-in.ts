import type { Permit } from "../approval/permit.ts";
import type { ConnectorDefinition, HeaderAuth, Operation, OperationId } from "../connector/operation.ts";
import { RuntimeNotReadyError } from "../errors/runtime-not-ready-error.ts";
import type { Secret } from "../vault/secret.ts";
import type { SecretBundle } from "../vault/vault.ts";
import type { Deadline } from "./deadline.ts";
import type { Attempt } from "./exchange-context.ts";
import { checkOrigin } from "./origin.ts";
import type { HttpRequest } from "./request.ts";
import type { HttpAnswer } from "./transport.ts";

/** On whose behalf a request is signed in. */
export interface Signer {
  readonly permit: Permit;
  /** The operation's id, for errors. */
  readonly operation: OperationId;
  readonly deadline: Deadline;
  /** Called with each secret that a request will carry, before it does. */
  readonly onSecret: (secret: Secret) => void;
  /** Called after each request of its own that was made to sign in; what it returns is awaited. */
  readonly onRequest: (made: Attempt) => void | Promise<unknown>;
}

/** What signs requests in, made of one reading of the vault. */
export interface SignIn {
  /**
   * Gets what signing in takes, before a request waits for its turn; undefined where it is there.
   * @throws SignInError if a token is needed and can't be had
   * @throws RateLimitedError if the call has no time to wait until one may be asked for
   */
  prepare(signer: Signer): Promise<void> | undefined;
  /** The header fields for one try of a request, asked anew for each; undefined if it has to be prepared once more. */
  headers(
    request: HttpRequest,
    signer: Signer,
  ): Record<string, string> | Promise<Record<string, string>> | undefined;
  /** Told of each answer, before anything else is made of it. */
  answered(answer: HttpAnswer): void;
  /** Says why a request that was refused with 400 or 401 may be signed anew and sent again, if that can help. */
  renew(sent: HttpRequest, answer: HttpAnswer): string | undefined;
  /** What the credential lacks for an operation, where the API says that this is why it refused. */
  lack(operation: Operation, answer: HttpAnswer): string | undefined;
}

/** The origin that the vault path names. @throws OriginRefusedError @throws RuntimeNotReadyError if it names none */
export function originOf({ origin }: ConnectorDefinition, bundle: SecretBundle): string {
  const secret = bundle.fields[origin.credential];
  if (!secret) throw missing(bundle, [origin.credential]);
  return checkOrigin(secret.reveal(), origin.refuse);
}

/** The names of the credentials that a way to sign in can't do without. */
export function requiredCredentials(auth: ConnectorDefinition["auth"][number]): readonly string[] {
  if (auth.kind === "client_credentials") return [auth.clientId, auth.privateKey];
  return [...auth.value.matchAll(/\{([^{}]+)\}/g)].map(([, name = ""]) => name);
}

/** The error of a vault path that lacks fields. */
export function missing({ path }: SecretBundle, names: readonly string[]): RuntimeNotReadyError {
  return new RuntimeNotReadyError(`the vault path ${path} lacks ${names.join(" or ")}`, { path });
}

/** What no header field can hold, such as a line break, or a character without width that came with a copied text. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const noHeaderText = /[^\t\u0020-\u007e\u0080-\u00ff]/;

/** Signs in by a header field that never changes. */
export class HeaderSignIn implements SignIn {
  readonly #auth: HeaderAuth;
  readonly #bundle: SecretBundle;
  #fields: Record<string, string> | undefined;

  /** @throws RuntimeNotReadyError if a credential can't stand in a header field */
  constructor(auth: HeaderAuth, bundle: SecretBundle) {
    this.#auth = auth;
    this.#bundle = bundle;
    for (const name of requiredCredentials(auth)) {
      if (noHeaderText.test(this.#valueOf(name)))
        throw new RuntimeNotReadyError(
          `${name} at the vault path ${bundle.path} holds a line break or another character that no header field can hold: set it anew`,
          { path: bundle.path },
        );
    }
  }

  prepare(): undefined {
    return undefined;
  }

  headers(): Record<string, string> {
    const { header, value } = this.#auth;
    const fill = (_: string, name: string): string => this.#valueOf(name);
    return (this.#fields ??= { [header.toLowerCase()]: value.replaceAll(/\{([^{}]+)\}/g, fill) });
  }

  answered(): void {}

  renew(): undefined {
    return undefined;
  }

  lack(): undefined {
    return undefined;
  }

  #valueOf(name: string): string {
    return this.#bundle.fields[name]!.reveal().trim();
  }
}
