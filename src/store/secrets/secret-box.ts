import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { unreadable } from "#engine/ports/unreadable.ts";

/** Encrypts what must not be readable in the database. */
export interface SecretBox {
  /** Encrypted form of a JSON value, bound to its owner: it cannot be opened as somebody else's. */
  seal(owner: string, value: unknown): Buffer;
  /** Opens what `seal` made. Throws `SecretKeyWrongError` when key or owner do not fit, or bytes were changed. */
  open(owner: string, sealed: Buffer): Record<string, unknown>;
}

/** Something sealed cannot be opened. */
export class SecretKeyWrongError extends Error {
  override readonly name = "SecretKeyWrongError";
  constructor(owner: string) {
    const { code, message } = unreadable(owner);
    super(`${code}: ${message}`);
  }
}

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM with a random nonce per value. `key` is base64 of 32 bytes (`WAYBILL_SECRET_KEY`). Throws with
 * `SECRET_KEY_INVALID` for anything else.
 */
export function createSecretBox(key: string): SecretBox {
  const bytes = Buffer.from(key, "base64");
  if (bytes.length !== 32)
    throw new Error(
      `SECRET_KEY_INVALID: WAYBILL_SECRET_KEY has to be 32 bytes as base64; this one has ${bytes.length}.`,
    );
  return {
    seal: (owner, value) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", bytes, nonce);
      cipher.setAAD(Buffer.from(owner));
      const text = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
      return Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), text]);
    },
    open: (owner, sealed) => {
      if (sealed[0] !== version || sealed.length < 1 + nonceBytes + tagBytes)
        throw new SecretKeyWrongError(owner);
      const tagAt = 1 + nonceBytes;
      const decipher = createDecipheriv("aes-256-gcm", bytes, sealed.subarray(1, tagAt));
      decipher.setAAD(Buffer.from(owner));
      decipher.setAuthTag(sealed.subarray(tagAt, tagAt + tagBytes));
      try {
        const text = Buffer.concat([decipher.update(sealed.subarray(tagAt + tagBytes)), decipher.final()]);
        return JSON.parse(text.toString("utf8")) as Record<string, unknown>;
      } catch {
        throw new SecretKeyWrongError(owner);
      }
    },
  };
}
