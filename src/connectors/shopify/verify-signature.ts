import { createHmac, timingSafeEqual } from "node:crypto";
import type { ShopifyCredentials } from "./credentials.ts";

/**
 * Whether a webhook was signed with a secret of the app: base64 of HMAC-SHA256 over the raw body. After a rotation Shopify goes
 * on signing with the old secret for up to an hour, so a configured previous secret is accepted too. Compares in constant
 * time, and looks at every secret whatever the others said. Source: "Verify webhook deliveries".
 *
 * @param headers names in lower case
 */
export function verifySignature(
  rawBody: Buffer,
  headers: Readonly<Record<string, string | undefined>>,
  credentials: ShopifyCredentials,
): boolean {
  const given = Buffer.from(headers["x-shopify-hmac-sha256"] ?? "", "latin1");
  const { clientSecret, previousClientSecret, apiSecret, previousApiSecret } = credentials;
  let isRight = false;
  for (const secret of [clientSecret, previousClientSecret, apiSecret, previousApiSecret])
    // Credentials arrive as they were written; a line end from a file is no part of a secret.
    if (secret !== undefined && isSignedWith(secret.trim(), rawBody, given)) isRight = true;
  return isRight;
}

function isSignedWith(secret: string, rawBody: Buffer, given: Buffer): boolean {
  const right = Buffer.from(createHmac("sha256", secret).update(rawBody).digest("base64"), "latin1");
  return given.length === right.length && timingSafeEqual(given, right);
}
