import { createHash, randomBytes } from "node:crypto";
import type { ApiRole, EngineStore } from "../ports/engine-store.ts";

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

/** Looks tokens up with a short memory, so that a busy client does not cost a query per request. */
export function createAuthenticator(store: EngineStore, now: () => number) {
  const remembered = new Map<
    string,
    { readonly key: { id: string; role: ApiRole }; readonly until: number }
  >();
  return async (token: string): Promise<{ readonly id: string; readonly role: ApiRole } | null> => {
    const hash = hashToken(token);
    const hit = remembered.get(hash);
    if (hit !== undefined && hit.until > now()) return hit.key;
    const key = await store.keyByHash(hash);
    if (key === null) return null;
    if (remembered.size > 1_000) remembered.clear();
    remembered.set(hash, { key, until: now() + 30_000 });
    return key;
  };
}
