import { randomBytes, timingSafeEqual } from "node:crypto";
import { VaultCorruptError } from "../errors/vault-corrupt-error.ts";
import { VaultInputError } from "../errors/vault-input-error.ts";
import { VaultKeyError } from "../errors/vault-key-error.ts";
import { VaultPathNotFoundError } from "../errors/vault-path-not-found-error.ts";
import { type VaultEntry, VaultFile } from "./embedded-file.ts";
import type { Ciphertext, VaultKey } from "./key.ts";
import type { KeySource } from "./key-source.ts";
import { bundleOf, checkField, checkPath } from "./names.ts";
import { Secret } from "./secret.ts";
import type { SecretBundle, VaultListing, VaultProvider, WritableVault } from "./vault.ts";

const maxValueBytes = 65_536;

/** Where an embedded vault is, and who has its key. */
export interface EmbeddedVaultOptions {
  /** Path of the vault's file, such as `vault.db` in the Arx home. */
  readonly file: string;
  readonly keys: KeySource;
}

/** A vault as one reading found it, proven to be what the holder of the key wrote. */
interface Contents {
  readonly id: string;
  readonly key: VaultKey;
  readonly entries: readonly VaultEntry[];
}

/**
 * The default vault: one local file, each value encrypted with AES-256-GCM under a key that is kept elsewhere.
 * Each value is bound to its vault, path, field and version, and a seal over all of them shows an entry that was
 * added, swapped, put back or taken away. Putting back the whole file as it once was is not noticed.
 */
export class EmbeddedVault implements VaultProvider, WritableVault {
  readonly name = "embedded";
  readonly #file: VaultFile;
  readonly #keys: KeySource;
  #key: VaultKey | undefined;

  private constructor(file: VaultFile, keys: KeySource) {
    this.#file = file;
    this.#keys = keys;
  }

  /**
   * Makes an empty vault, and its key if the key source has none.
   * @throws VaultInputError if there is a vault already
   * @throws VaultKeyError if the key source refuses
   * @throws VaultWriteError if the file can't be made
   */
  static create({ file, keys }: EmbeddedVaultOptions): EmbeddedVault {
    const made = VaultFile.create(file, () => {
      const id = randomBytes(8).toString("hex");
      const key = keys.ensure(id);
      return { id, keyId: key.id, seal: sealOf(id, key, []) };
    });
    return new EmbeddedVault(made, keys);
  }

  /**
   * Whether a file is there and holds a vault. One that is empty holds none: a process that was killed while it made one
   * leaves that.
   * @throws VaultUnavailableError if it can't be read
   * @throws VaultCorruptError if it is something else
   */
  static isAt(file: string): boolean {
    return VaultFile.isAt(file);
  }

  /**
   * Opens a vault, and proves that it is whole and that its key is at hand.
   * @throws VaultUnavailableError if there is none, or it can't be read
   * @throws VaultKeyError if the key is missing or another one
   * @throws VaultCorruptError if the file was damaged or altered
   */
  static open({ file, keys }: EmbeddedVaultOptions): EmbeddedVault {
    const vault = new EmbeddedVault(VaultFile.open(file), keys);
    try {
      vault.#file.read(() => vault.#contents());
      return vault;
    } catch (error) {
      vault.#file.close();
      throw error;
    }
  }

  async read(path: string, signal?: AbortSignal): Promise<SecretBundle> {
    signal?.throwIfAborted();
    checkPath(path);
    const contents = this.#file.read(() => this.#contents());
    const entries = contents.entries.filter((entry) => entry.path === path);
    if (entries.length === 0) throw new VaultPathNotFoundError(this.name, path, "set its fields first");
    return bundleOf(
      path,
      entries.map((entry) => [entry.field, new Secret(this.#decrypt(contents, entry).toString("utf8"))]),
    );
  }

  async set(path: string, field: string, value: Secret): Promise<void> {
    checkPath(path);
    checkField(field);
    const plaintext = encode(path, field, value);
    this.#change(({ id, key, entries }) => {
      const last = entries.find((entry) => entry.path === path && entry.field === field);
      const name = { path, field, version: (last?.version ?? 0) + 1 };
      this.#file.put({ ...name, ...key.encrypt(plaintext, contextOf(id, name)) });
    });
  }

  async remove(path: string, field?: string): Promise<boolean> {
    checkPath(path);
    if (field !== undefined) checkField(field);
    return this.#change(({ entries }) => {
      const gone = entries.filter((entry) => entry.path === path && (field ?? entry.field) === entry.field);
      for (const entry of gone) this.#file.remove(entry);
      return gone.length > 0;
    });
  }

  async list(): Promise<readonly VaultListing[]> {
    const { entries } = this.#file.read(() => this.#contents());
    const fields = Map.groupBy(entries, ({ path }) => path);
    return [...fields].map(([path, own]) => ({ path, fields: own.map(({ field }) => field) }));
  }

  /**
   * Encrypts every value anew under the next key of the key source, which then lets go of the old one where it is the
   * one who keeps it. A crash leaves the old or the new state, and a key source that opens either.
   * Copies of the file from before, such as backups, need the old key. Returns the id of the new key.
   * @throws VaultKeyError if the key source has no next key (nothing changed), or can't let go of the old one
   * @throws VaultWriteError if it did not become durable: the old key stays in use
   */
  async rotateKey(): Promise<string> {
    this.#file.write(() => {
      const contents = this.#contents();
      const { id, key, entries } = contents;
      // Inside the write lock, so that another process that rotates never takes this key for an old one.
      const next = this.#keys.next(id, key.id);
      for (const entry of entries) {
        this.#file.put({ ...entry, ...next.encrypt(this.#decrypt(contents, entry), contextOf(id, entry)) });
      }
      this.#seal(id, next);
    });
    return this.#file.write(() => {
      const { id, keyId } = this.#file.head();
      this.#keys.keepOnly(id, keyId);
      return keyId;
    });
  }

  async close(): Promise<void> {
    this.#file.close();
  }

  #change<T>(work: (contents: Contents) => T): T {
    return this.#file.write(() => {
      const contents = this.#contents();
      const result = work(contents);
      this.#seal(contents.id, contents.key);
      return result;
    });
  }

  /** To be called inside a transaction: head and entries must be of one state. */
  #contents(): Contents {
    const { id, keyId, seal } = this.#file.head();
    const entries = this.#file.entries();
    const key = this.#keyFor(id, keyId);
    const expected = sealOf(id, key, entries);
    if (seal.length !== expected.length || !timingSafeEqual(seal, expected)) {
      throw new VaultCorruptError(this.#file.path, "its seal is broken: somebody without the key altered it");
    }
    return { id, key, entries };
  }

  #keyFor(vaultId: string, keyId: string): VaultKey {
    if (this.#key?.id === keyId) return this.#key;
    // Another process may have rotated the key since we read it.
    const keys = this.#keys.load(vaultId);
    const key = keys.find(({ id }) => id === keyId);
    if (key === undefined) {
      const others = keys.map(({ id }) => id).join(", ");
      throw new VaultKeyError(
        `${this.#file.path} is encrypted under the key ${keyId}, and ${this.#keys.describe(vaultId)} holds ${others}: put the right key there`,
      );
    }
    this.#key = key;
    return key;
  }

  #seal(id: string, key: VaultKey): void {
    this.#file.setHead({ id, keyId: key.id, seal: sealOf(id, key, this.#file.entries()) });
  }

  #decrypt({ id, key }: Contents, entry: VaultEntry): Buffer {
    try {
      return key.decrypt(entry, contextOf(id, entry));
    } catch (error) {
      const problem = `the value of ${entry.path} ${entry.field} is not what was written`;
      throw new VaultCorruptError(this.#file.path, problem, { cause: error });
    }
  }
}

function encode(path: string, field: string, value: Secret): Buffer {
  const text = value.reveal();
  const plaintext = Buffer.from(text, "utf8");
  const problem = [
    [text === "", "is empty"],
    [plaintext.length > maxValueBytes, `has more than ${maxValueBytes} bytes`],
    // A half of a surrogate pair has no UTF-8, so another value would come back.
    [!text.isWellFormed(), "is no well-formed text"],
  ].find(([holds]) => holds === true);
  if (problem === undefined) return plaintext;
  throw new VaultInputError(`the value for ${path} ${field} ${problem[1]}`);
}

function contextOf(vaultId: string, { path, field, version }: Omit<VaultEntry, keyof Ciphertext>): string {
  return JSON.stringify([vaultId, path, field, version]);
}

function sealOf(vaultId: string, key: VaultKey, entries: readonly VaultEntry[]): Buffer {
  // The tags stand for the ciphertexts: each is checked when its value is read.
  const rows = entries.map(({ path, field, version, tag }) => [
    path,
    field,
    version,
    Buffer.from(tag).toString("hex"),
  ]);
  return key.seal(JSON.stringify([vaultId, key.id, rows]));
}
