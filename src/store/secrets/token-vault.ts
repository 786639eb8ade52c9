import type { Pool, QueryResultRow } from "pg";
import { passFaultPoint } from "#connectors/kit/fault-point.ts";
import type { StoredToken, TokenVault } from "#connectors/kit/token-vault.ts";
import { StoreAwayError } from "#engine/ports/store-away-error.ts";
import { asStoreFailure } from "../passing-failure.ts";
import { SecretKeyWrongError, type SecretBox } from "./secret-box.ts";

export interface TokenVaultOptions {
  readonly pool: Pool;
  readonly box: SecretBox;
  /** `store/<name>` or `connection/<name>`. */
  readonly owner: string;
}

/** Longest wait for another process that renews the same token. */
const lockTimeoutMs = 20_000;
/** Pauses between tries to store a token that was renewed while the database went away: it may be the only one that is good. */
const storeAgainMs = [0, 250, 500, 1_000, 2_000, 4_000];

/**
 * Keeps a token in the database. A renewal holds an advisory lock for its owner from before it reads the newest token until the
 * new one is stored, so that two processes cannot use up one refresh token. A token that could not be stored is kept in memory and
 * stored with the next renewal.
 */
export function createTokenVault({ pool, box, owner }: TokenVaultOptions): TokenVault {
  let renewing: Promise<StoredToken> | null = null;
  /** A renewed token that the database does not have yet, and the one it replaces. */
  let unsaved: { readonly token: StoredToken; readonly replaces: string | null } | null = null;
  const name = `${owner}/token`;

  const query = async <Row extends QueryResultRow>(
    runner: Pick<Pool, "query">,
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> => {
    try {
      return (await runner.query<Row>(text, [...values])).rows;
    } catch (error) {
      throw asStoreFailure(error);
    }
  };

  const read = async (runner: Pick<Pool, "query">): Promise<StoredToken | null> => {
    const text = `select sealed from waybill.token where owner = $1`;
    const [row] = await query<{ sealed: Buffer }>(runner, text, [owner]);
    if (row === undefined) return null;
    try {
      return toToken(box.open(name, row.sealed));
    } catch (error) {
      // It was stored with a key that is lost; signing in anew replaces it.
      if (error instanceof SecretKeyWrongError) return null;
      throw error;
    }
  };
  /** The newest token, given the stored one. */
  const newest = (stored: StoredToken | null): StoredToken | null =>
    unsaved !== null && unsaved.replaces === (stored?.accessToken ?? null) ? unsaved.token : stored;

  const save = async (runner: Pick<Pool, "query">, token: StoredToken): Promise<void> => {
    const text = `insert into waybill.token (owner, sealed) values ($1, $2)
      on conflict (owner) do update set sealed = excluded.sealed, saved_at = now()`;
    await query(runner, text, [owner, box.seal(name, token)]);
  };

  /** The connection that held the lock is lost, and with it what it would have stored. */
  const saveAnyhow = async (token: StoredToken): Promise<void> => {
    let last: unknown;
    for (const ms of storeAgainMs) {
      await new Promise((resolve) => setTimeout(resolve, ms));
      try {
        return await save(pool, token);
      } catch (error) {
        if (!(error instanceof StoreAwayError)) throw error;
        last = error;
      }
    }
    throw last;
  };

  const renewLocked = async (
    renew: (current: StoredToken | null) => Promise<StoredToken>,
  ): Promise<StoredToken> => {
    const client = await pool.connect().catch((error: unknown) => {
      throw asStoreFailure(error);
    });
    let failure: Error | undefined;
    let renewed: StoredToken | null = null;
    try {
      await query(client, "begin");
      await query(client, `set local lock_timeout = ${lockTimeoutMs}`);
      await query(client, `select pg_advisory_xact_lock(hashtextextended($1, 0))`, [name]);
      const stored = await read(client);
      renewed = await renew(newest(stored));
      unsaved = { token: renewed, replaces: stored?.accessToken ?? null };
      await passFaultPoint("token.beforeCommit");
      await save(client, renewed);
      await query(client, "commit");
      await passFaultPoint("token.afterCommit");
      unsaved = null;
      return renewed;
    } catch (error) {
      await client.query("rollback").catch((rollback: unknown) => {
        failure = rollback instanceof Error ? rollback : new Error("rollback failed");
      });
      if (renewed === null || !(error instanceof StoreAwayError)) throw error;
    } finally {
      client.release(failure);
    }
    await saveAnyhow(renewed);
    unsaved = null;
    return renewed;
  };

  return {
    load: async () => newest(await read(pool)),
    renew: (renew) => {
      renewing ??= renewLocked(renew).finally(() => {
        renewing = null;
      });
      return renewing;
    },
  };
}

function toToken(opened: Record<string, unknown>): StoredToken {
  const { accessToken, refreshToken, expiresAt, scope, issuedTo } = opened;
  if (typeof accessToken !== "string") throw new Error("a stored token has no access token");
  return {
    accessToken,
    ...(typeof refreshToken === "string" ? { refreshToken } : {}),
    ...(typeof expiresAt === "number" ? { expiresAt } : {}),
    ...(typeof scope === "string" ? { scope } : {}),
    ...(typeof issuedTo === "string" ? { issuedTo } : {}),
  };
}
