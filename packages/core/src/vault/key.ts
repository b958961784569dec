import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { VaultKeyError } from "../errors/vault-key-error.ts";
import { Secret } from "./secret.ts";

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const base64Key = /^[A-Za-z0-9+/]{43}=$/;

/** What AES-256-GCM made of one value. */
export interface Ciphertext {
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
}

/** One key of the embedded vault: 256 random bits, of which only the id is ever shown. */
export class VaultKey {
  /** Names the key without giving anything of it away: 16 bytes derived from it, in hex. */
  readonly id: string;
  // A Secret, because no copy of a key belongs into a debugger's preview either.
  readonly #base64: Secret;
  readonly #encryption: Secret;
  readonly #sealing: Secret;

  private constructor(key: Buffer) {
    this.id = derive(key, "id", 16).toString("hex");
    this.#base64 = new Secret(key.toString("base64"));
    // Two uses, two keys: what one algorithm might give away never helps against the other.
    this.#encryption = new Secret(derive(key, "encryption", keyBytes).toString("latin1"));
    this.#sealing = new Secret(derive(key, "sealing", keyBytes).toString("latin1"));
  }

  static generate(): VaultKey {
    return new VaultKey(randomBytes(keyBytes));
  }

  /**
   * Reads a key from 32 bytes of base64, as {@link VaultKey.export} writes them.
   * @throws VaultKeyError that names `source` and never the text
   */
  static parse(text: string, source: string): VaultKey {
    const key = Buffer.from(text, "base64");
    // The second check refuses stray bits in the last character, with which two texts would be one key.
    if (!base64Key.test(text) || key.toString("base64") !== text) {
      throw new VaultKeyError(
        `${source} holds ${text.length} characters that are no key: a key is 32 random bytes in base64 (44 characters), as \`openssl rand -base64 32\` prints`,
      );
    }
    return new VaultKey(key);
  }

  /** The key itself in base64, to be written where keys are kept. */
  export(): Secret {
    return this.#base64;
  }

  /** Encrypts under a fresh nonce; the result opens only together with the same `context`. */
  encrypt(plaintext: Uint8Array, context: string): Ciphertext {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv("aes-256-gcm", bytes(this.#encryption), nonce, { authTagLength: tagBytes });
    cipher.setAAD(Buffer.from(context, "utf8"));
    const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
    return { nonce, ciphertext, tag: cipher.getAuthTag() };
  }

  /** Decrypts, or throws if key, context or any bit is not the one of the encryption. */
  decrypt({ nonce, ciphertext, tag }: Ciphertext, context: string): Buffer {
    const decipher = createDecipheriv("aes-256-gcm", bytes(this.#encryption), nonce, {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(context, "utf8"));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  }

  /** HMAC-SHA-256 of a text, which nobody without the key can make. */
  seal(text: string): Buffer {
    return createHmac("sha256", bytes(this.#sealing)).update(text, "utf8").digest();
  }
}

function derive(key: Buffer, use: string, length: number): Buffer {
  return Buffer.from(hkdfSync("sha256", key, Buffer.alloc(0), `arx vault 1 ${use}`, length));
}

function bytes(secret: Secret): Buffer {
  return Buffer.from(secret.reveal(), "latin1");
}
