import type { StoredToken, TokenVault } from "#connectors/kit/token-vault.ts";

/** A vault in memory that several "processes" may share: renewals wait for each other, as they do in the database. */
export function fakeVaults(first: StoredToken | null = null) {
  let stored = first;
  let queue: Promise<unknown> = Promise.resolve();
  return {
    stored: (): StoredToken | null => stored,
    /** The vault as one process sees it. */
    open: (): TokenVault => {
      let renewing: Promise<StoredToken> | null = null;
      return {
        load: () => Promise.resolve(stored),
        renew: (renew) => {
          renewing ??= locked(renew).finally(() => {
            renewing = null;
          });
          return renewing;
        },
      };
    },
  };

  function locked(renew: (current: StoredToken | null) => Promise<StoredToken>): Promise<StoredToken> {
    const turn = queue.then(async () => {
      stored = await renew(stored);
      return stored;
    });
    queue = turn.catch(() => undefined);
    return turn;
  }
}
