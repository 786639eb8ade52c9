import type { StoredToken, TokenVault } from "#connectors/kit/token-vault.ts";

/** A vault in memory that several systems share: renewals wait for each other, as they do in the database. */
export function createSharedVault(): { open(): TokenVault } {
  let stored: StoredToken | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = (renew: (current: StoredToken | null) => Promise<StoredToken>): Promise<StoredToken> => {
    const turn = queue.then(async () => {
      stored = await renew(stored);
      return stored;
    });
    queue = turn.catch(() => undefined);
    return turn;
  };
  return {
    open: () => {
      let renewing: Promise<StoredToken> | null = null;
      return {
        load: () => Promise.resolve(stored),
        renew: (renew) => {
          renewing ??= inTurn(renew).finally(() => {
            renewing = null;
          });
          return renewing;
        },
      };
    },
  };
}
