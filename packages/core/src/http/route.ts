import type { ConnectorDefinition } from "../connector/operation.ts";
import type { Secret } from "../vault/secret.ts";
import type { SecretBundle } from "../vault/vault.ts";
import type { Session, Sessions } from "./session.ts";
import { originOf, type SignIn } from "./sign-in.ts";

/** Where a reading of the vault leads, and how one gets in. */
export interface Route {
  readonly origin: string;
  readonly session: Session;
  readonly signIn: SignIn;
}

/** What is made of each reading of the vault, once: every call that gets the same reading shares it. */
export class Routes {
  readonly #definition: ConnectorDefinition;
  readonly #vaultPath: string;
  readonly #sessions: Sessions;
  readonly #routes = new WeakMap<SecretBundle, Route>();
  readonly #secrets = new WeakMap<SecretBundle, readonly Secret[]>();

  constructor(definition: ConnectorDefinition, vaultPath: string, sessions: Sessions) {
    this.#definition = definition;
    this.#vaultPath = vaultPath;
    this.#sessions = sessions;
  }

  /** @throws OriginRefusedError, RuntimeNotReadyError if the bundle names no origin, or lacks what signs in */
  of(bundle: SecretBundle): Route {
    const known = this.#routes.get(bundle);
    if (known) return known;
    const origin = originOf(this.#definition, bundle);
    const session = this.#sessions.at(this.#definition, this.#vaultPath, origin);
    const route = { origin, session, signIn: session.signIn(bundle) };
    this.#routes.set(bundle, route);
    return route;
  }

  /** What must not be told. The same list for the same bundle: what is prepared for it serves every action. */
  secretsOf(bundle: SecretBundle): readonly Secret[] {
    const known = this.#secrets.get(bundle);
    if (known) return known;
    const { fields } = this.#definition.credentials;
    const secrets = Object.entries(bundle.fields)
      .filter(([name]) => fields[name]?.sensitive ?? true)
      .map(([, secret]) => secret);
    this.#secrets.set(bundle, secrets);
    return secrets;
  }
}
