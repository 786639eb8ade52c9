import type { Clock } from "#connectors/kit/clock.ts";
import type { ConnectionContext } from "#connectors/kit/connection-context.ts";
import type { StoredToken, TokenVault } from "#connectors/kit/token-vault.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { SignIn } from "../credentials.ts";
import type { Grant, IssuedToken } from "./request-token.ts";

/** The access token of a shop, renewed before it runs out. Safe to call from many places at once. */
export interface AccessTokens {
  current(): Promise<string>;
  /**
   * Another token, after the shop refused this one. Rejects with `unauthorised` when there is none to be had.
   */
  insteadOf(refused: string): Promise<string>;
  /** A fresh token where one can be asked for, so that newly granted scopes count; else nothing happens. */
  refresh(): Promise<boolean>;
}

export interface AccessTokensOptions {
  readonly signIn: SignIn;
  readonly shop: string;
  readonly vault: TokenVault;
  readonly clock: Clock;
  readonly tell: ConnectionContext<unknown, unknown>["tell"];
  readonly request: (grant: Grant) => Promise<IssuedToken>;
}

/** A token is renewed this long before its end, or in the last tenth of its life if that is shorter. */
const earlyMs = 5 * 60_000;
/** After a renewal failed while the old token still holds. */
const pauseAfterFailureMs = 30_000;

/** Keeps the token that was pasted in, or gets one by the app's client id and secret. */
export function createAccessTokens(options: AccessTokensOptions): AccessTokens {
  const { signIn, shop } = options;
  if (signIn.way === "static")
    return {
      current: () => Promise.resolve(signIn.accessToken),
      insteadOf: () =>
        Promise.reject(
          tokenRefused(
            `${shop} refuses the access token. Paste the app's present Admin API access token into the configuration; it changes when the app is installed again.`,
          ),
        ),
      refresh: () => Promise.resolve(false),
    };
  return createRenewedTokens({ ...options, signIn });
}

type AppSignIn = Extract<SignIn, { way: "app" }>;
type Why = "first" | "due" | "refused" | "asked";

function createRenewedTokens(options: AccessTokensOptions & { readonly signIn: AppSignIn }): AccessTokens {
  const { signIn, shop, vault, clock } = options;
  let known: StoredToken | null = null;
  let dueAt = Number.POSITIVE_INFINITY;
  let notBefore = Number.NEGATIVE_INFINITY;
  /** Life of the token that this process asked for last; of one from the vault only the end is known. */
  let issued: IssuedToken | null = null;

  const remember = (token: StoredToken): StoredToken => {
    const lifetimeMs = issued?.accessToken === token.accessToken ? issued.lifetimeMs : null;
    const early = lifetimeMs === null ? earlyMs : Math.min(earlyMs, lifetimeMs / 10);
    known = token;
    dueAt = (token.expiresAt ?? Number.POSITIVE_INFINITY) - early;
    return token;
  };

  const isOurs = (token: StoredToken): boolean =>
    token.issuedTo === undefined || token.issuedTo === signIn.clientId;
  const isAlive = (token: StoredToken): boolean => (token.expiresAt ?? Infinity) > clock.now();

  /** Renews unless another process did meanwhile; `old` is the token that no longer does. */
  const renew = async (old: string | null, why: Why): Promise<StoredToken> => {
    const token = await vault.renew(async (stored) => {
      const usable = stored !== null && isOurs(stored) ? stored : null;
      if (usable !== null && usable.accessToken !== old && isAlive(usable)) return usable;
      issued = await requestAny(options, usable);
      const renewed = toStored(issued, signIn, clock);
      tellRenewed(options, why, renewed);
      return renewed;
    });
    return remember(token);
  };

  const load = async (): Promise<StoredToken | null> => {
    const stored = await vault.load();
    return stored !== null && isOurs(stored) ? remember(stored) : null;
  };

  const current = async (): Promise<string> => {
    const held = known ?? (await load());
    const now = clock.now();
    if (held === null) return (await renew(null, "first")).accessToken;
    if (now < dueAt || (isAlive(held) && now < notBefore)) return held.accessToken;
    try {
      return (await renew(held.accessToken, "due")).accessToken;
    } catch (error) {
      if (!isAlive(held) || !isPassing(error)) throw error;
      notBefore = now + pauseAfterFailureMs;
      return held.accessToken;
    }
  };

  return {
    current,
    insteadOf: async (old) => {
      if (known !== null && known.accessToken !== old) return known.accessToken;
      // A renewal that was under way already may end with the very token that is refused.
      for (let tries = 0; tries < 2; tries += 1) {
        const token = await renew(old, "refused");
        if (token.accessToken !== old) return token.accessToken;
      }
      throw freshTokenRefused(shop);
    },
    refresh: async () => {
      await renew(await current(), "asked");
      return true;
    },
  };
}

/** Hands in what there is: the stored refresh token, the configured one, then id and secret. The last refusal counts. */
async function requestAny(
  { request, signIn }: AccessTokensOptions & { readonly signIn: AppSignIn },
  stored: StoredToken | null,
): Promise<IssuedToken> {
  const refreshTokens = new Set(
    [stored?.refreshToken, signIn.refreshToken].filter((token) => typeof token === "string"),
  );
  const grants: Grant[] = [...refreshTokens].map((refreshToken) => ({ type: "refresh_token", refreshToken }));
  if (signIn.refreshToken === null) grants.push({ type: "client_credentials" });
  let last: unknown = null;
  for (const grant of grants)
    try {
      return await request(grant);
    } catch (error) {
      if (!(error instanceof SyncError) || error.errorClass !== "unauthorised") throw error;
      last = error;
    }
  throw last;
}

function toStored(issued: IssuedToken, signIn: AppSignIn, clock: Clock): StoredToken {
  return {
    accessToken: issued.accessToken,
    issuedTo: signIn.clientId,
    ...(issued.refreshToken === null ? {} : { refreshToken: issued.refreshToken }),
    ...(issued.lifetimeMs === null ? {} : { expiresAt: clock.now() + issued.lifetimeMs }),
    ...(issued.scope === null ? {} : { scope: issued.scope }),
  };
}

const reasons: Readonly<Record<Why, string>> = {
  first: "Signed in to the shop for the first time",
  due: "The shop's access token was renewed before it ran out",
  refused: "The shop refused its access token, so a new one was asked for",
  asked: "The shop's access token was renewed so that its present scopes count",
};

function tellRenewed({ tell }: AccessTokensOptions, why: Why, token: StoredToken): void {
  const until = token.expiresAt === undefined ? null : new Date(token.expiresAt).toISOString();
  tell({
    code: why === "first" ? "SIGNED_IN" : "TOKEN_RENEWED",
    message: `${reasons[why]}. It holds ${until === null ? "until it is revoked" : `until ${until}`}.`,
    detail: { expiresAt: until },
  });
}

function isPassing(error: unknown): boolean {
  return error instanceof SyncError && ["unavailable", "throttled"].includes(error.errorClass);
}

/** For a token that the shop had only just given out. */
export function freshTokenRefused(shop: string): SyncError {
  return tokenRefused(
    `${shop} refuses even the access token that it has just given out. Check in the shop's admin that the app is installed, then resume the connection.`,
  );
}

function tokenRefused(message: string): SyncError {
  return new SyncError("unauthorised", { code: "TOKEN_REFUSED", message });
}
