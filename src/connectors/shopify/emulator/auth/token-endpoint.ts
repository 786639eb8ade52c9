import type { EmulatorRequest, EmulatorResponse } from "#connectors/kit/emulator/emulator.ts";
import type { Shop } from "../state/shop.ts";
import { OauthRefusal, oauthError, readFields } from "./oauth-answer.ts";
import { isSessionToken } from "./session-token.ts";
import { isOver, issuePair, issueToken, offlineSeconds, refreshSeconds, renewPair } from "./tokens.ts";

type Fields = Readonly<Record<string, string>>;

const exchangeGrant = "urn:ietf:params:oauth:grant-type:token-exchange";
const sessionTokenType = "urn:ietf:params:oauth:token-type:id_token";
const offlineTokenType = "urn:shopify:params:oauth:token-type:offline-access-token";

/**
 * Answers `POST /admin/oauth/access_token`: client credentials, authorization code, refresh, token exchange, and the move
 * from a lasting token to one that expires. Online tokens are not modelled. Sources: "Using the client credentials grant",
 * "Exchange a session token for an access token", "About offline access tokens". Words of refusals by reports only.
 */
export function answerTokenRequest(shop: Shop, request: EmulatorRequest): EmulatorResponse {
  try {
    return { status: 200, body: JSON.stringify(grant(shop, readFields(request))) };
  } catch (error) {
    if (!(error instanceof OauthRefusal)) throw error;
    return oauthError(error, request);
  }
}

function grant(shop: Shop, fields: Fields) {
  const { client_id: id = "", client_secret: secret = "", grant_type: type } = fields;
  if (id !== shop.app.clientId)
    throw new OauthRefusal("invalid_request", `Could not find Shopify API application with api_key ${id}`);
  if (secret !== shop.app.clientSecret)
    throw new OauthRefusal("invalid_client", "Client authentication failed");
  switch (type) {
    case "client_credentials":
      return grantToClient(shop);
    case "refresh_token":
      return refresh(shop, fields);
    case exchangeGrant:
      return exchange(shop, fields);
    case undefined:
    case "authorization_code":
      return redeemCode(shop, fields);
    default:
      throw new OauthRefusal("unsupported_grant_type", "The grant type is not supported");
  }
}

function grantToClient(shop: Shop) {
  if (!shop.switches.clientCredentials)
    throw new OauthRefusal("shop_not_permitted", "Client credentials cannot be performed on this shop.");
  checkInstalled(shop);
  const lifeSeconds = shop.switches.clientTokenSeconds;
  const scopes = [...shop.installation.scopes];
  const { token } = issueToken(shop, { kind: "client", scopes, lifeSeconds });
  return { access_token: token, scope: scopes.join(","), expires_in: lifeSeconds };
}

function redeemCode(shop: Shop, { code = "", expiring }: Fields) {
  const known = shop.installation.codes.get(code);
  shop.installation.codes.delete(code);
  if (!known || isOver(known, shop))
    throw new OauthRefusal("invalid_request", "The authorization code was not found or was already used");
  return answerOffline(shop, known.scopes, expiring === "1");
}

function refresh(shop: Shop, { refresh_token: refreshToken = "" }: Fields) {
  checkInstalled(shop);
  const pair = renewPair(shop, refreshToken);
  if (!pair) throw new OauthRefusal("invalid_grant", "The refresh token is invalid, expired, or revoked");
  return pairAnswer(shop, pair);
}

function exchange(shop: Shop, fields: Fields) {
  const { subject_token: subject = "", subject_token_type: subjectType, expiring } = fields;
  if (fields["requested_token_type"] !== offlineTokenType)
    throw new OauthRefusal("not_modelled", "The Shopify emulator does not model online tokens");
  if (subjectType === sessionTokenType) {
    if (!isSessionToken(shop, subject))
      throw new OauthRefusal("invalid_subject_token", "The session token is invalid or expired");
    checkInstalled(shop);
    return answerOffline(shop, null, expiring === "1");
  }
  if (subjectType !== offlineTokenType)
    throw new OauthRefusal("invalid_request", "The type of the subject token is not supported");
  const old = shop.installation.tokens.get(subject);
  if (!old || old.expiresAt !== null || expiring !== "1")
    throw new OauthRefusal("invalid_subject_token", "The subject token is not a lasting offline token");
  shop.installation.tokens.delete(old.token);
  return answerOffline(shop, old.scopes, true);
}

function answerOffline(shop: Shop, scopes: readonly string[] | null, isExpiring: boolean) {
  if (isExpiring) return pairAnswer(shop, issuePair(shop, scopes));
  const { token } = issueToken(shop, { kind: "offline", scopes, lifeSeconds: null });
  return { access_token: token, scope: scopeText(shop, scopes) };
}

function pairAnswer(shop: Shop, { token, refreshToken }: ReturnType<typeof issuePair>) {
  return {
    access_token: token.token,
    scope: scopeText(shop, token.scopes),
    expires_in: offlineSeconds,
    refresh_token: refreshToken,
    refresh_token_expires_in: refreshSeconds,
  };
}

function scopeText(shop: Shop, scopes: readonly string[] | null): string {
  return (scopes ?? shop.installation.scopes).join(",");
}

function checkInstalled(shop: Shop): void {
  if (!shop.installation.installed)
    throw new OauthRefusal("app_not_installed", "The application is not installed on this shop");
}
