import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { StoreUnavailableError } from "../errors/store-unavailable-error.ts";

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/** Encrypts actions that wait in the store: their arguments may hold secrets, and the store's file must not. */
export class Sealer {
  readonly #key: Uint8Array;

  /** @param key at least 32 bytes, kept outside the store */
  constructor(key: Uint8Array) {
    if (key.byteLength < 32) throw new RangeError("a sealing key has at least 32 bytes");
    this.#key = new Uint8Array(hkdfSync("sha256", key, "", "arx action sealing v1", 32));
  }

  /** AES-256-GCM in base64url; `subject` (the action's id) is authenticated with it, so that entries can't be swapped. */
  seal(text: string, subject: string): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.#key, nonce).setAAD(Buffer.from(subject));
    return Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]).toString(
      "base64url",
    );
  }

  /** @throws StoreUnavailableError if it was not sealed with this key for this subject */
  open(sealed: string, subject: string): string {
    const bytes = Buffer.from(sealed, "base64url");
    try {
      const decipher = createDecipheriv(algorithm, this.#key, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(Buffer.from(subject))
        .setAuthTag(bytes.subarray(-tagBytes));
      return Buffer.concat([
        decipher.update(bytes.subarray(nonceBytes, -tagBytes)),
        decipher.final(),
      ]).toString("utf8");
    } catch (cause) {
      throw new StoreUnavailableError(
        `the stored action ${subject} can't be opened: another key sealed it, or it was altered`,
        {
          cause,
        },
      );
    }
  }
}
