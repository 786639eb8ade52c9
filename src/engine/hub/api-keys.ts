import { createHash, randomBytes } from "node:crypto";
import type { ApiRole, EngineStore } from "../ports/engine-store.ts";
import { UseCaseError } from "../use-cases/hub.ts";

/** A token is 32 random bytes; only its hash is kept, which is enough since it cannot be guessed. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

export async function createApiKey(
  store: EngineStore,
  id: string,
  role: ApiRole,
  name: string,
): Promise<{ readonly token: string }> {
  const token = `wb_${randomBytes(32).toString("base64url")}`;
  await store.saveKey({ id, hash: hashToken(token), role, name });
  return { token };
}

const memoryMs = 30_000;

/**
 * Looks tokens up with a short memory, so that a busy client does not cost a query per request. `forget` ends what is remembered of
 * a key; other processes remember it for up to half a minute.
 */
export function createAuthenticator(store: EngineStore, now: () => number) {
  interface Remembered {
    readonly key: { readonly id: string; readonly role: ApiRole };
    readonly until: number;
  }
  const remembered = new Map<string, Remembered>();
  return {
    authenticate: async (token: string): Promise<Remembered["key"] | null> => {
      const hash = hashToken(token);
      const hit = remembered.get(hash);
      if (hit !== undefined && hit.until > now()) return hit.key;
      const key = await store.keyByHash(hash);
      if (key === null) return null;
      if (remembered.size > 1_000) remembered.clear();
      remembered.set(hash, { key, until: now() + memoryMs });
      return key;
    },
    forget: (id: string): void => {
      for (const [hash, { key }] of remembered) if (key.id === id) remembered.delete(hash);
    },
  };
}

/** Ends a token. Rejects when there is none with this id. */
export async function revokeApiKey(
  store: EngineStore,
  authenticator: ReturnType<typeof createAuthenticator>,
  id: string,
): Promise<void> {
  const isGone = await store.deleteKey(id);
  authenticator.forget(id);
  if (!isGone)
    throw new UseCaseError(
      404,
      "KEY_NOT_FOUND",
      `There is no token ${JSON.stringify(id)}. \`waybill keys list\` lists them.`,
    );
}
