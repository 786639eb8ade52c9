import { createHmac, timingSafeEqual } from "node:crypto";
import type { Shop } from "../state/shop.ts";

/**
 * Whether a session token is good: signed with the app's secret, for this app and shop, and in its time. Source: "About
 * session tokens".
 */
export function isSessionToken(shop: Shop, text: string): boolean {
  const [header = "", payload = "", signature = ""] = text.split(".");
  const expected = createHmac("sha256", shop.app.clientSecret).update(`${header}.${payload}`).digest();
  const given = Buffer.from(signature, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  const claims = readJson(payload);
  const nowSeconds = shop.clock.now() / 1000;
  const { exp, nbf, aud, dest } = claims;
  return (
    readJson(header)["alg"] === "HS256" &&
    aud === shop.app.clientId &&
    dest === `https://${shop.settings.domain}` &&
    typeof exp === "number" &&
    exp > nowSeconds &&
    (typeof nbf !== "number" || nbf <= nowSeconds)
  );
}

function readJson(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
