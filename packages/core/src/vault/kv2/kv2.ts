import { VaultPathNotFoundError } from "../../errors/vault-path-not-found-error.ts";
import { VaultUnavailableError } from "../../errors/vault-unavailable-error.ts";
import { bundleOf, checkPath } from "../names.ts";
import { Secret } from "../secret.ts";
import type { SecretBundle, VaultProvider } from "../vault.ts";
import { failure, isObject, malformed, part } from "./answer.ts";
import { checkAuth, type Kv2Auth } from "./auth.ts";
import { type Kv2Answer, Kv2Http, type Kv2ServerOptions } from "./http.ts";
import { Kv2Session } from "./session.ts";

/** A KV version 2 secrets engine, and how to get at it. */
export interface Kv2Options extends Kv2ServerOptions {
  readonly auth: Kv2Auth;
  /** Where the secrets engine is mounted. Default: `secret`. */
  readonly mount?: string;
  /** Put before each path, such as `arx/prod`. Default: none. */
  readonly prefix?: string;
}

/** Reads the latest versions of secrets from the KV version 2 engine of HashiCorp Vault or OpenBao. */
export class Kv2Vault implements VaultProvider {
  readonly name = "kv2";
  readonly #http: Kv2Http;
  readonly #session: Kv2Session;
  readonly #folder: string;

  /** Connects at the first read. @throws VaultInputError if a setting can't be used */
  constructor(options: Kv2Options) {
    const { auth, mount = "secret", prefix } = options;
    checkPath(mount);
    if (prefix !== undefined) checkPath(prefix);
    checkAuth(auth);
    this.#folder = prefix === undefined ? `${mount}/data/` : `${mount}/data/${prefix}/`;
    this.#http = new Kv2Http(options);
    this.#session = new Kv2Session(this.#http, auth);
  }

  async read(path: string, signal?: AbortSignal): Promise<SecretBundle> {
    checkPath(path);
    const where = this.#folder + path;
    const token = await this.#session.token(signal);
    let answer = await this.#http.send({ method: "GET", path: where, token }, signal);
    if (answer.status === 403) {
      const other = await this.#session.afterRefusal(token, signal);
      if (other !== undefined)
        answer = await this.#http.send({ method: "GET", path: where, token: other }, signal);
    }
    if (answer.status === 404) throw this.#notFound(answer, path, where);
    return bundleFrom(answer, path, where);
  }

  async close(): Promise<void> {
    await this.#session.close();
    await this.#http.close();
  }

  /** A 404 is absence only in the two forms that the engine itself gives it; mounts and proxies have others. */
  #notFound({ body }: Kv2Answer, path: string, where: string): Error {
    const { errors, data } = isObject(body) ? body : {};
    if (Array.isArray(errors) && errors.length === 0) {
      return new VaultPathNotFoundError(this.name, path, `write its fields to ${where}`);
    }
    if (isObject(data) && data["data"] === null && isObject(data["metadata"])) {
      return new VaultPathNotFoundError(
        this.name,
        path,
        `the latest version of ${where} was deleted; write or undelete one`,
      );
    }
    const problem = `404 for ${where} from something else than its KV version 2 engine: check mount, namespace and address`;
    return new VaultUnavailableError(this.name, problem, { retryable: false });
  }
}

function bundleFrom(answer: Kv2Answer, path: string, where: string): SecretBundle {
  if (answer.status !== 200) throw failure(answer, where);
  const { data: values } = part(answer, "data", where);
  if (!isObject(values)) throw malformed(where);
  const fields = Object.entries(values).map(([field, value]) => {
    if (typeof value === "string") return [field, new Secret(value)] as const;
    throw new VaultUnavailableError(
      "kv2",
      `the field ${field} of ${where} is no text: write it as a string`,
      {
        retryable: false,
      },
    );
  });
  const { lease_duration: lease } = answer.body as { readonly lease_duration?: unknown };
  const leaseMs = typeof lease === "number" && lease > 0 ? lease * 1000 : undefined;
  return bundleOf(path, fields, leaseMs);
}
