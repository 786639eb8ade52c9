import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Signature for the `api-auth-signature` header: base64 of HMAC-SHA256 over the query string (vendor's
 * documentation, AuthenticationHelp). `query` is the very text sent, without `?`; empty when there is none. Path and body
 * are not signed.
 */
export function signQuery(query: string, apiKey: string): string {
  return createHmac("sha256", apiKey).update(query).digest("base64");
}

/**
 * Signature of a webhook, header `x-unleashed-signature`: base64 of HMAC-SHA256 over timestamp, a dot and the raw body
 * (vendor's documentation, Webhooks). `timestamp` is the text of `x-unleashed-timestamp`, Unix seconds.
 */
export function signWebhook(timestamp: string, rawBody: Buffer | string, signingKey: string): string {
  return createHmac("sha256", signingKey).update(`${timestamp}.`).update(rawBody).digest("base64");
}

export interface WebhookProof {
  /** Value of `x-unleashed-timestamp`. */
  readonly timestamp: string | undefined;
  /** Value of `x-unleashed-signature`. */
  readonly signature: string | undefined;
  /** Bytes exactly as received. */
  readonly rawBody: Buffer | string;
  readonly signingKey: string;
  /** Milliseconds since 1970 UTC. */
  readonly nowMs: number;
  /** How far the timestamp may be from now in either direction; default five minutes, the vendor's window. */
  readonly windowMs?: number;
}

/** True when the signature is right and the timestamp within the window; never throws. */
export function verifyWebhook(proof: WebhookProof): boolean {
  const { timestamp, signature, rawBody, signingKey, nowMs, windowMs = 300_000 } = proof;
  if (timestamp === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(nowMs - Number(timestamp) * 1000) > windowMs) return false;
  const expected = Buffer.from(signWebhook(timestamp, rawBody, signingKey));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
