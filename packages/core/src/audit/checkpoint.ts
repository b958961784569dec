import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { z } from "zod";
import { CheckpointInvalidError } from "../errors/checkpoint-invalid-error.ts";
import { canonicalJson } from "./canonical.ts";
import type { AuditHead } from "./record.ts";

/** A signed statement that a log had this record at its end. Kept elsewhere, it shows what the store alone can't. */
export interface Checkpoint extends AuditHead {
  readonly orgId: string;
  /** When it was signed: RFC 3339, UTC. */
  readonly time: string;
  /** SHA-256 of the public key's SPKI in DER, in hex. */
  readonly keyId: string;
  /** Ed25519 in base64url, over what {@link signedText} gives. */
  readonly signature: string;
}

/** Signs the ends of logs with an Ed25519 key that is derived from the runtime's audit key. */
export class CheckpointSigner {
  readonly #secret: Uint8Array;
  #pair: KeyPair | undefined;

  /** @param secret at least 32 bytes, kept outside the store */
  constructor(secret: Uint8Array) {
    if (secret.byteLength < 32) throw new RangeError("a signing secret has at least 32 bytes");
    this.#secret = Uint8Array.from(secret);
  }

  get keyId(): string {
    return this.#keys.id;
  }

  /** SPKI in PEM: what others need to verify. */
  get publicKey(): string {
    return this.#keys.public.export({ type: "spki", format: "pem" }).toString();
  }

  /** @param at milliseconds since the epoch */
  sign(orgId: string, { seq, hash }: AuditHead, at: number): Checkpoint {
    const said = { orgId, seq, hash, time: new Date(at).toISOString(), keyId: this.keyId };
    return { ...said, signature: sign(null, signedText(said), this.#keys.private).toString("base64url") };
  }

  /** Derived when it is first needed: nobody waits for it at the start of a process. */
  get #keys(): KeyPair {
    return (this.#pair ??= deriveKeys(this.#secret));
  }
}

/** Knows which keys may sign checkpoints. */
export class CheckpointVerifier {
  readonly #keys: ReadonlyMap<string, KeyObject>;

  /**
   * @param publicKeys Ed25519 keys, SPKI in PEM: the present one, and those that came before
   * @throws CheckpointInvalidError if one is no such key
   */
  constructor(publicKeys: readonly string[]) {
    this.#keys = new Map(
      publicKeys.map((pem) => {
        const key = readKey(pem);
        return [keyIdOf(key), key];
      }),
    );
  }

  /** Why a checkpoint can't be trusted; undefined if it can. */
  faultOf(checkpoint: Checkpoint): string | undefined {
    const key = this.#keys.get(checkpoint.keyId);
    if (key === undefined)
      return `it is signed by the key ${checkpoint.keyId}, which is not among those given`;
    const signature = Buffer.from(checkpoint.signature, "base64url");
    return verify(null, signedText(checkpoint), key, signature)
      ? undefined
      : "its signature is not of what it says";
  }
}

/** The bytes that a checkpoint's signature covers: canonical JSON (RFC 8785) that can be taken for nothing else. */
export function signedText({ orgId, seq, hash, time, keyId }: Omit<Checkpoint, "signature">): Buffer {
  return Buffer.from(canonicalJson({ purpose: "arx audit checkpoint v1", orgId, seq, hash, time, keyId }));
}

/** Made where there is a checkpoint to read, and not whenever this package is loaded. */
function shape(): z.ZodType<Checkpoint> {
  const hex = z.string().regex(/^[0-9a-f]{64}$/);
  return z.strictObject({
    orgId: z.string(),
    seq: z.int().min(1),
    hash: hex,
    time: z.iso.datetime(),
    keyId: hex,
    signature: z.base64url(),
  });
}

/**
 * Reads a checkpoint that was kept as JSON. Its signature is checked when a log is verified with it.
 * @throws CheckpointInvalidError if the text is no checkpoint
 */
export function parseCheckpoint(text: string): Checkpoint {
  try {
    return shape().parse(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : "it is not JSON";
    throw new CheckpointInvalidError(`the text is no checkpoint: ${why}`, { cause });
  }
}

// The DER that stands before the 32 bytes of an Ed25519 private key: RFC 8410, section 7.
const pkcs8Head = Buffer.from("302e020100300506032b657004220420", "hex");

interface KeyPair {
  readonly private: KeyObject;
  readonly public: KeyObject;
  readonly id: string;
}

function deriveKeys(secret: Uint8Array): KeyPair {
  const seed = new Uint8Array(hkdfSync("sha256", secret, "", "arx audit checkpoint v1", 32));
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: "der", type: "pkcs8" });
  const shared = createPublicKey(key);
  return { private: key, public: shared, id: keyIdOf(shared) };
}

function keyIdOf(key: KeyObject): string {
  return createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("hex");
}

function readKey(pem: string): KeyObject {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch (cause) {
    throw new CheckpointInvalidError("a key to verify with is no public key in PEM", { cause });
  }
  throw new CheckpointInvalidError("a key to verify with is not an Ed25519 key");
}
