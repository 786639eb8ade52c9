import type { IncomingHttpHeaders } from "node:http";
import type { TokenRecord } from "../state/app-records.ts";
import { nextHex } from "../state/shop.ts";
import type { Shop } from "../state/shop.ts";

/** The token that a call carries in `X-Shopify-Access-Token`; undefined when it is missing, unknown, or expired. */
export function tokenOfCall(shop: Shop, headers: IncomingHttpHeaders): TokenRecord | undefined {
  const given = headers["x-shopify-access-token"];
  const token = typeof given === "string" ? shop.installation.tokens.get(given) : undefined;
  if (!token || !shop.installation.installed || isOver(token, shop)) return undefined;
  token.isUsed = true;
  return token;
}

export function isOver(token: { readonly expiresAt: number | null }, shop: Shop): boolean {
  return token.expiresAt !== null && token.expiresAt <= shop.clock.now();
}

/** Issues a token; `lifeSeconds` null: it does not expire. */
export function issueToken(
  shop: Shop,
  facts: Pick<TokenRecord, "kind" | "scopes"> & { readonly lifeSeconds: number | null },
): TokenRecord {
  const token: TokenRecord = {
    token: `shpat_${nextHex(shop, 32)}`,
    kind: facts.kind,
    scopes: facts.scopes,
    expiresAt: facts.lifeSeconds === null ? null : shop.clock.now() + facts.lifeSeconds * 1000,
  };
  shop.installation.tokens.set(token.token, token);
  return token;
}

/** Seconds that an expiring offline token and its refresh token live. Source: "About offline access tokens". */
export const offlineSeconds = 3600;
export const refreshSeconds = 7_776_000;

/** An offline token that expires, with the refresh token that renews it. */
export function issuePair(
  shop: Shop,
  scopes: readonly string[] | null,
): { readonly token: TokenRecord; readonly refreshToken: string } {
  const token = issueToken(shop, { kind: "offline", scopes, lifeSeconds: offlineSeconds });
  const refreshToken = `shprt_${nextHex(shop, 32)}`;
  shop.installation.refreshTokens.set(refreshToken, {
    refreshToken,
    token: token.token,
    expiresAt: shop.clock.now() + refreshSeconds * 1000,
    replacedBy: null,
  });
  return { token, refreshToken };
}

/** The pair that replaces a refresh token; undefined when the token is not good any more. */
export function renewPair(shop: Shop, refreshToken: string): ReturnType<typeof issuePair> | undefined {
  const { refreshTokens, tokens } = shop.installation;
  const known = refreshTokens.get(refreshToken);
  if (!known || isOver(known, shop)) return undefined;
  if (known.replacedBy !== null) {
    const replacement = refreshTokens.get(known.replacedBy);
    const isUnused = replacement?.replacedBy === null && !tokens.get(replacement.token)?.isUsed;
    if (!shop.switches.keepUsedRefreshToken || !isUnused) return undefined;
    refreshTokens.delete(replacement.refreshToken);
    tokens.delete(replacement.token);
  }
  const pair = issuePair(shop, tokens.get(known.token)?.scopes ?? null);
  known.replacedBy = pair.refreshToken;
  return pair;
}
