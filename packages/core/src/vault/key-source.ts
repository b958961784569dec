import { isAbsolute, join } from "node:path";
import { VaultKeyError } from "../errors/vault-key-error.ts";
import { KeyFile, keyFolder } from "./key-file.ts";
import { VaultKey } from "./key.ts";

/** Where the keys of embedded vaults are kept. During a rotation a source holds the old and the new key. */
export interface KeySource {
  /** Where a person finds the keys of this vault. */
  describe(vaultId: string): string;
  /**
   * All keys of this vault, the newest last.
   * @throws VaultKeyError if there is none, or one is malformed or open to others
   */
  load(vaultId: string): readonly VaultKey[];
  /** The key for a vault that is being made: the newest there is, else a new one that is durable on return. */
  ensure(vaultId: string): VaultKey;
  /**
   * The key to rotate to, which is durable on return. Called while nobody else can rotate this vault.
   * @throws VaultKeyError if people keep the keys of this source, and have not put a new one there
   */
  next(vaultId: string, currentKeyId: string): VaultKey;
  /** Lets go of every key but one. Called as `next` is. */
  keepOnly(vaultId: string, keyId: string): void;
}

/**
 * Finds the keys as the environment says: `ARX_VAULT_KEY` (base64), else the file `ARX_VAULT_KEY_FILE`, else
 * `arx/keys/<vault id>.key` in `$XDG_CONFIG_HOME` or `~/.config`. Never inside `home`, where the data is.
 * Keys that a variable names are kept by people: several, separated by white space, while they rotate. The last kind is
 * kept by this package, one file a vault.
 * @throws VaultKeyError if both variables are set, or one is set and empty
 */
export function keySourceFrom(env: NodeJS.ProcessEnv, home: string): KeySource {
  const { ARX_VAULT_KEY: text, ARX_VAULT_KEY_FILE: file } = env;
  if (text !== undefined && file !== undefined) {
    throw new VaultKeyError("ARX_VAULT_KEY and ARX_VAULT_KEY_FILE are both set: unset one");
  }
  if (text !== undefined) return new EnvironmentKeys(text);
  if (file !== undefined) {
    if (!isAbsolute(file)) {
      throw new VaultKeyError(
        "ARX_VAULT_KEY_FILE is no absolute path, so it depends on the folder: make it one",
      );
    }
    return new GivenFileKeys(() => file, home);
  }
  return new OwnFileKeys((vaultId) => join(keyFolder(env), `${vaultId}.key`), home);
}

/** Keys from `ARX_VAULT_KEY`. */
class EnvironmentKeys implements KeySource {
  readonly #keys: readonly VaultKey[];

  constructor(text: string) {
    this.#keys = parseKeys(text, "ARX_VAULT_KEY");
  }

  describe(): string {
    return "ARX_VAULT_KEY";
  }

  load(): readonly VaultKey[] {
    return this.#keys;
  }

  ensure(): VaultKey {
    return newest(this.#keys);
  }

  next(_vaultId: string, currentKeyId: string): VaultKey {
    return given(this.#keys, currentKeyId, "ARX_VAULT_KEY");
  }

  keepOnly(): void {
    // Whoever set the variable takes the old key out of it.
  }
}

/** Keys from the file that `ARX_VAULT_KEY_FILE` names, which other vaults may share. */
class GivenFileKeys implements KeySource {
  readonly #pathOf: (vaultId: string) => string;
  readonly #home: string;

  constructor(pathOf: (vaultId: string) => string, home: string) {
    this.#pathOf = pathOf;
    this.#home = home;
  }

  describe(vaultId: string): string {
    return this.#pathOf(vaultId);
  }

  load(vaultId: string): readonly VaultKey[] {
    const file = this.file(vaultId);
    return parseKeys(file.read(), file.path);
  }

  ensure(vaultId: string): VaultKey {
    const file = this.file(vaultId);
    if (file.exists()) return newest(this.load(vaultId));
    const key = VaultKey.generate();
    file.create(lines([key]));
    return key;
  }

  next(vaultId: string, currentKeyId: string): VaultKey {
    return given(this.load(vaultId), currentKeyId, this.describe(vaultId));
  }

  keepOnly(_vaultId: string, _keyId: string): void {
    // Another vault may still be under the old key: whoever wrote the file takes it out.
  }

  protected file(vaultId: string): KeyFile {
    return new KeyFile(this.#pathOf(vaultId), this.#home);
  }
}

/** Keys from a file of the vault's own. */
class OwnFileKeys extends GivenFileKeys {
  override next(vaultId: string, currentKeyId: string): VaultKey {
    const keys = this.load(vaultId);
    // A rotation that was killed may have left one.
    if (newest(keys).id !== currentKeyId) return newest(keys);
    const key = VaultKey.generate();
    this.file(vaultId).replace(lines([...keys, key]));
    return key;
  }

  override keepOnly(vaultId: string, keyId: string): void {
    const kept = this.load(vaultId).filter(({ id }) => id === keyId);
    if (kept.length === 0)
      throw new VaultKeyError(`${this.describe(vaultId)} does not hold the key ${keyId}`);
    this.file(vaultId).replace(lines(kept));
  }
}

function parseKeys(text: string, source: string): readonly VaultKey[] {
  const keys = text.split(/\s+/).filter((part) => part !== "");
  if (keys.length === 0)
    throw new VaultKeyError(`${source} is empty: it must hold the vault's key in base64`);
  return keys.map((key) => VaultKey.parse(key, source));
}

function newest(keys: readonly VaultKey[]): VaultKey {
  // parseKeys never gives an empty list.
  return keys.at(-1) as VaultKey;
}

/** We can't write where people keep keys, and a key that is kept nowhere loses the vault. */
function given(keys: readonly VaultKey[], currentKeyId: string, where: string): VaultKey {
  const key = newest(keys);
  if (key.id !== currentKeyId) return key;
  throw new VaultKeyError(
    `${where} holds no newer key than ${currentKeyId}: put one after it, made by \`openssl rand -base64 32\`, and rotate again`,
  );
}

function lines(keys: readonly VaultKey[]): string {
  return keys.map((key) => `${key.export().reveal()}\n`).join("");
}
