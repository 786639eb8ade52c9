import type { Pool } from "pg";
import type { StoredToken, TokenVault } from "#connectors/kit/token-vault.ts";
import { asStoreFailure } from "../passing-failure.ts";
import type { SecretBox } from "./secret-box.ts";

export interface TokenVaultOptions {
  readonly pool: Pool;
  readonly box: SecretBox;
  /** `store/<name>` or `connection/<name>`. */
  readonly owner: string;
}

/** Longest wait for another process that renews the same token. */
const lockTimeoutMs = 20_000;

/**
 * Keeps a token in the database. A renewal holds an advisory lock for its owner from before it reads the newest token until the
 * new one is stored, so that two processes cannot use up one refresh token.
 */
export function createTokenVault({ pool, box, owner }: TokenVaultOptions): TokenVault {
  let renewing: Promise<StoredToken> | null = null;
  const name = `${owner}/token`;

  const read = async (runner: Pick<Pool, "query">): Promise<StoredToken | null> => {
    const result = await runner
      .query<{ sealed: Buffer }>(`select sealed from waybill.token where owner = $1`, [owner])
      .catch((error: unknown) => {
        throw asStoreFailure(error);
      });
    const row = result.rows[0];
    return row === undefined ? null : toToken(box.open(name, row.sealed));
  };

  const renewLocked = async (
    renew: (current: StoredToken | null) => Promise<StoredToken>,
  ): Promise<StoredToken> => {
    const client = await pool.connect().catch((error: unknown) => {
      throw asStoreFailure(error);
    });
    let failure: Error | undefined;
    try {
      await client.query("begin");
      await client.query(`set local lock_timeout = ${lockTimeoutMs}`);
      await client.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [name]);
      const token = await renew(await read(client));
      await client.query(
        `insert into waybill.token (owner, sealed) values ($1, $2)
         on conflict (owner) do update set sealed = excluded.sealed, saved_at = now()`,
        [owner, box.seal(name, token)],
      );
      await client.query("commit");
      return token;
    } catch (error) {
      await client.query("rollback").catch((rollback: unknown) => {
        failure = rollback instanceof Error ? rollback : new Error("rollback failed");
      });
      throw error;
    } finally {
      client.release(failure);
    }
  };

  return {
    load: () => read(pool),
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
