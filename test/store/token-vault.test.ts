import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAccessTokens } from "#connectors/shopify/auth/access-tokens.ts";
import type { Grant } from "#connectors/shopify/auth/request-token.ts";
import { SyncError } from "#domain/sync-error.ts";
import { createSecretBox } from "#store/secrets/secret-box.ts";
import { createTokenVault } from "#store/secrets/token-vault.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

const hour = 3_600_000;
const box = createSecretBox(randomBytes(32).toString("base64"));
let database: TestDatabase;
/** Connections of the pool that are open. */
const connected = new Set<unknown>();
let now = Date.parse("2026-03-01T00:00:00Z");

beforeAll(async () => {
  database = await createTestDatabase();
  database.pool.on("connect", (client) => {
    connected.add(client);
    client.once("end", () => connected.delete(client));
  });
});
afterAll(() => database.drop());

/** A shop whose refresh tokens are good once, as Shopify's are. */
function shopWithRotation() {
  const grants: Grant[] = [];
  let good = "refresh-0";
  return {
    grants,
    request: async (grant: Grant) => {
      grants.push(grant);
      await new Promise((resolve) => setImmediate(resolve));
      if (grant.type !== "refresh_token" || grant.refreshToken !== good)
        throw new SyncError("unauthorised", { code: "SIGN_IN_REFUSED", message: "The token was used up." });
      good = `refresh-${grants.length}`;
      return {
        accessToken: `token-${grants.length}`,
        refreshToken: good,
        lifetimeMs: hour,
        scope: "read_orders",
      };
    },
  };
}

/** The tokens of one store as one more process sees them. */
function openProcess(owner: string, request: ReturnType<typeof shopWithRotation>["request"]) {
  return createAccessTokens({
    signIn: { way: "app", clientId: "id", clientSecret: "secret", refreshToken: "refresh-0" },
    shop: "acme.myshopify.com",
    vault: createTokenVault({ pool: database.pool, box, owner }),
    clock: { now: () => now },
    tell: () => undefined,
    request,
  });
}

describe("the tokens of a store in the database", () => {
  it("are renewed by one of many processes, so that no refresh token is handed in twice", async () => {
    const shop = shopWithRotation();
    const processes = Array.from({ length: 4 }, () => openProcess("store/acme", shop.request));
    for (let round = 1; round <= 3; round += 1) {
      const got = await Promise.all(processes.flatMap((tokens) => [tokens.current(), tokens.current()]));
      expect(new Set(got)).toEqual(new Set([`token-${round}`]));
      expect(shop.grants).toHaveLength(round);
      now += hour;
    }
  });

  it("are taken up by a process that starts later, and not by another app", async () => {
    const shop = shopWithRotation();
    await openProcess("store/later", shop.request).current();
    expect(await openProcess("store/later", shop.request).current()).toBe("token-1");
    expect(shop.grants).toHaveLength(1);
    const stored = await createTokenVault({ pool: database.pool, box, owner: "store/later" }).load();
    expect(stored).toMatchObject({ issuedTo: "id", refreshToken: "refresh-1", scope: "read_orders" });
  });

  it("are stored so that nobody can read them", async () => {
    const shop = shopWithRotation();
    await openProcess("store/sealed", shop.request).current();
    const { rows } = await database.pool.query<{ text: string }>(
      `select encode(sealed, 'escape') as text from waybill.token where owner = 'store/sealed'`,
    );
    expect(rows[0]?.text).not.toMatch(/token-|refresh-|read_orders/);
  });

  it("are asked for anew when the key that they were stored with is lost", async () => {
    const shop = shopWithRotation();
    const lost = createSecretBox(randomBytes(32).toString("base64"));
    const before = createTokenVault({ pool: database.pool, box: lost, owner: "store/lost" });
    await before.renew(() => Promise.resolve({ accessToken: "of the lost key" }));
    expect(await openProcess("store/lost", shop.request).current()).toBe("token-1");
    expect(await openProcess("store/lost", shop.request).current()).toBe("token-1");
  });

  it("stay as they are when a renewal is refused, and the refusal is told as it is", async () => {
    const shop = shopWithRotation();
    const tokens = openProcess("store/refused", shop.request);
    await tokens.current();
    const stranger = openProcess("store/refused", () =>
      Promise.reject(new SyncError("unauthorised", { code: "SIGN_IN_REFUSED", message: "No." })),
    );
    await expect(stranger.insteadOf("token-1")).rejects.toMatchObject({
      errorClass: "unauthorised",
      reason: { code: "SIGN_IN_REFUSED" },
    });
    expect(await tokens.current()).toBe("token-1");
  });

  it("are not lost when PostgreSQL is restarted while a renewal waits for the shop", async () => {
    const shop = shopWithRotation();
    const tokens = openProcess("store/restarted", async (grant) => {
      const token = await shop.request(grant);
      // Every connection of the pool breaks, as at a restart. Nobody listening to it would end the process.
      await killConnections();
      return token;
    });
    expect(await tokens.current()).toBe("token-1");
    const stored = await createTokenVault({ pool: database.pool, box, owner: "store/restarted" }).load();
    expect(stored).toMatchObject({ accessToken: "token-1", refreshToken: "refresh-1" });
  });

  it("say that the database is away, not that something is wrong with the shop", async () => {
    const vault = createTokenVault({ pool: database.pool, box, owner: "store/locked" });
    const renewed = vault.renew(async () => {
      await killConnections();
      throw new SyncError("unavailable", { code: "SHOP_AWAY", message: "The shop is away too." });
    });
    await expect(renewed).rejects.toMatchObject({ reason: { code: "SHOP_AWAY" } });
    expect(await vault.load()).toBeNull();
  });
});

async function killConnections(): Promise<void> {
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await admin.end();
  // The break has to have reached this side, as it has when a shop takes its time to answer.
  await expect.poll(() => connected.size).toBe(0);
}
