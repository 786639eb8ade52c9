import type { HttpAnswer, HttpCaller } from "#connectors/kit/http-caller.ts";
import { SyncError } from "#domain/sync-error.ts";
import { asObject } from "../errors/graph-problem.ts";
import { plain, retryAfterMs } from "../errors/status-error.ts";

/** What is handed in for a token. */
export type Grant =
  { readonly type: "client_credentials" } | { readonly type: "refresh_token"; readonly refreshToken: string };

export interface IssuedToken {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Null: it does not run out. */
  readonly lifetimeMs: number | null;
  readonly scope: string | null;
}

export interface TokenEndpoint {
  readonly http: HttpCaller;
  /** Address of the shop, without a slash at the end. */
  readonly address: string;
  readonly shop: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Shorter than the wait of other processes for the same renewal. */
const timeoutMs = 15_000;

/**
 * Asks a shop for an access token. Rejects with `unauthorised` when the grant is refused, else as any call does.
 * Sources: "Using the client credentials grant", "About offline access tokens".
 */
export async function requestToken(endpoint: TokenEndpoint, grant: Grant): Promise<IssuedToken> {
  const { address, clientId, clientSecret, http } = endpoint;
  const form = new URLSearchParams({
    grant_type: grant.type,
    client_id: clientId,
    client_secret: clientSecret,
    ...(grant.type === "refresh_token" ? { refresh_token: grant.refreshToken } : {}),
  });
  const answer = await http.call({
    method: "POST",
    url: `${address}/admin/oauth/access_token`,
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    body: form.toString(),
    operation: "POST /admin/oauth/access_token",
    // Asking twice gives two tokens of which the later one is kept; nothing in the shop changes.
    writes: false,
    timeoutMs,
    metered: false,
  });
  const issued = answer.status === 200 ? readToken(answer.text) : null;
  if (issued !== null) return issued;
  throw refusalOf(endpoint, grant, answer);
}

function readToken(text: string): IssuedToken | null {
  const body = asObject(parse(text));
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds, scope } = body;
  if (typeof accessToken !== "string" || accessToken === "") return null;
  return {
    accessToken,
    refreshToken: typeof refreshToken === "string" && refreshToken !== "" ? refreshToken : null,
    lifetimeMs: typeof seconds === "number" && seconds > 0 ? seconds * 1_000 : null,
    scope: typeof scope === "string" ? scope : null,
  };
}

function refusalOf(endpoint: TokenEndpoint, grant: Grant, answer: HttpAnswer): SyncError {
  const { shop } = endpoint;
  const { status } = answer;
  const error = oauthError(answer.text);
  const detail = { status, ...(error === null ? {} : { error }) };
  if (status === 429 || status === 430)
    return new SyncError(
      "throttled",
      { code: "SIGN_IN_THROTTLED", message: `${shop} asked to wait before signing in again.`, detail },
      { retryAfterMs: retryAfterMs(answer) ?? 5_000 },
    );
  if (status >= 500 || status < 400)
    return new SyncError("unavailable", {
      code: "SIGN_IN_UNCLEAR",
      message: `${shop} gave no usable answer to the sign-in (status ${status}). It is tried again.`,
      detail,
    });
  return new SyncError("unauthorised", {
    code: "SIGN_IN_REFUSED",
    message: `${shop} refused the app's sign-in (${error ?? `status ${status}`}). ${adviceFor(error, status, grant)}`,
    detail,
  });
}

function adviceFor(error: string | null, status: number, grant: Grant): string {
  if (status === 404) return "Check the store's domain in the configuration.";
  if (error === "shop_not_permitted")
    return "The client credentials grant is for stores of the app's own organisation: use an app that was made there.";
  if (error === "app_not_installed") return "Install the app on this store, then resume the connection.";
  if (grant.type === "refresh_token")
    return "The refresh token was used up, revoked, or is too old: connect the app to the store again and put the new refresh token into the configuration.";
  return "Check clientId and clientSecret of the store, and that the app is installed on it, then resume the connection.";
}

/** The error's name, from JSON or from the page that Shopify shows ("Oauth error invalid_request: …"). */
function oauthError(text: string): string | null {
  const named = asObject(parse(text))["error"];
  if (typeof named === "string") return plain(named);
  return /oauth error ([a-z_]{3,60})/i.exec(text.slice(0, 20_000))?.[1] ?? null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
