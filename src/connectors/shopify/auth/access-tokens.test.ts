import { describe, expect, it } from "vitest";
import { SyncError } from "#domain/sync-error.ts";
import type { StoredToken, TokenVault } from "#connectors/kit/token-vault.ts";
import type { SignIn } from "../credentials.ts";
import { fakeVaults } from "../test/fake-vault.ts";
import { createAccessTokens } from "./access-tokens.ts";
import type { Grant, IssuedToken } from "./request-token.ts";

const app: SignIn = { way: "app", clientId: "id", clientSecret: "secret", refreshToken: null };
const hour = 3_600_000;
const start = Date.parse("2026-03-01T00:00:00Z");

function setUp(
  options: {
    readonly signIn?: SignIn;
    readonly stored?: StoredToken | null;
    readonly answer?: (grant: Grant, count: number) => Promise<IssuedToken>;
  } = {},
) {
  let now = start;
  const grants: Grant[] = [];
  const told: { readonly code: string; readonly message: string }[] = [];
  const vaults = fakeVaults(options.stored ?? null);
  const issue = (grant: Grant): Promise<IssuedToken> => {
    grants.push(grant);
    return options.answer?.(grant, grants.length) ?? Promise.resolve(token(grants.length));
  };
  const open = (vault: TokenVault = vaults.open()) =>
    createAccessTokens({
      signIn: options.signIn ?? app,
      shop: "acme.myshopify.com",
      vault,
      clock: { now: () => now },
      tell: (entry) => told.push(entry),
      request: issue,
    });
  return {
    open,
    vaults,
    grants,
    told,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

function token(count: number, lifetimeMs: number | null = 24 * hour): IssuedToken {
  return { accessToken: `token-${count}`, refreshToken: null, lifetimeMs, scope: "read_orders" };
}

const refusal = new SyncError("unauthorised", { code: "SIGN_IN_REFUSED", message: "refused" });

describe("the access token of a shop", () => {
  it("is asked for once, however many calls want one at the same moment", async () => {
    const { open, grants } = setUp();
    const tokens = open();
    const got = await Promise.all(Array.from({ length: 20 }, () => tokens.current()));
    expect(new Set(got)).toEqual(new Set(["token-1"]));
    expect(grants).toEqual([{ type: "client_credentials" }]);
  });

  it("is renewed before its end, and the journal says so without showing it", async () => {
    const { open, told, pass } = setUp();
    const tokens = open();
    await tokens.current();
    pass(24 * hour - 4 * 60_000);
    expect(await tokens.current()).toBe("token-2");
    expect(told.map(({ code }) => code)).toEqual(["SIGNED_IN", "TOKEN_RENEWED"]);
    expect(told[1]?.message).toContain("2026-03-02T23:56:00.000Z");
    expect(JSON.stringify(told)).not.toMatch(/token-\d|secret/);
  });

  it("with a life of a minute is not renewed on every call", async () => {
    const { open, grants, pass } = setUp({
      answer: (_grant, count) => Promise.resolve(token(count, 60_000)),
    });
    const tokens = open();
    await Promise.all([tokens.current(), tokens.current(), tokens.current()]);
    pass(50_000);
    await tokens.current();
    expect(grants).toHaveLength(1);
    pass(5_000);
    expect(await tokens.current()).toBe("token-2");
  });

  it("is renewed by one process of two; the other takes what that one stored", async () => {
    const { open, grants, pass } = setUp();
    const [one, other] = [open(), open()];
    await Promise.all([one.current(), other.current()]);
    expect(grants).toHaveLength(1);
    pass(24 * hour);
    expect(await Promise.all([one.current(), other.current()])).toEqual(["token-2", "token-2"]);
    expect(grants).toHaveLength(2);
  });

  it("that is refused in mid-run is replaced once for all who found out", async () => {
    const { open, grants, told } = setUp();
    const tokens = open();
    const old = await tokens.current();
    const got = await Promise.all([1, 2, 3].map(() => tokens.insteadOf(old)));
    expect(new Set(got)).toEqual(new Set(["token-2"]));
    expect(await tokens.insteadOf(old)).toBe("token-2");
    expect(grants).toHaveLength(2);
    expect(told.at(-1)?.message).toContain("refused");
  });

  it("goes on being used while a renewal fails and it still holds", async () => {
    let down = false;
    const { open, grants, pass } = setUp({
      answer: (_grant, count) =>
        down
          ? Promise.reject(new SyncError("unavailable", { code: "DOWN", message: "down" }))
          : Promise.resolve(token(count)),
    });
    const tokens = open();
    await tokens.current();
    down = true;
    pass(24 * hour - 60_000);
    expect(await tokens.current()).toBe("token-1");
    expect(await tokens.current()).toBe("token-1");
    expect(grants).toHaveLength(2);
    pass(31_000);
    down = false;
    expect(await tokens.current()).toBe("token-3");
  });

  it("that ran out is not used: the failure of its renewal is the answer", async () => {
    const { open, pass } = setUp({
      answer: (_grant, count) => (count === 1 ? Promise.resolve(token(1)) : Promise.reject(refusal)),
    });
    const tokens = open();
    await tokens.current();
    pass(24 * hour);
    await expect(tokens.current()).rejects.toMatchObject({ errorClass: "unauthorised" });
  });

  it("of another app is not used", async () => {
    const stored = { accessToken: "other", issuedTo: "another-app", expiresAt: start + hour };
    const { open } = setUp({ stored });
    expect(await open().current()).toBe("token-1");
  });

  it("left by an earlier run is used", async () => {
    const stored = { accessToken: "kept", issuedTo: "id", expiresAt: start + hour };
    const { open, grants } = setUp({ stored });
    expect(await open().current()).toBe("kept");
    expect(grants).toEqual([]);
  });
});

describe("refresh tokens", () => {
  const signIn: SignIn = { ...app, refreshToken: "refresh-0" };
  const pair = (count: number): IssuedToken => ({
    ...token(count, hour),
    refreshToken: `refresh-${count}`,
  });

  it("rotate: each renewal hands in the one that came with the last pair", async () => {
    const { open, grants, pass, vaults } = setUp({
      signIn,
      answer: (_grant, count) => Promise.resolve(pair(count)),
    });
    const tokens = open();
    await tokens.current();
    pass(hour);
    await tokens.current();
    expect(grants.map((grant) => ("refreshToken" in grant ? grant.refreshToken : ""))).toEqual([
      "refresh-0",
      "refresh-1",
    ]);
    expect(vaults.stored()?.refreshToken).toBe("refresh-2");
  });

  it("that died give way to one that was newly pasted in", async () => {
    const { open, grants } = setUp({
      signIn: { ...app, refreshToken: "pasted" },
      stored: { accessToken: "old", refreshToken: "dead", issuedTo: "id", expiresAt: start - 1 },
      answer: (grant, count) =>
        "refreshToken" in grant && grant.refreshToken === "dead"
          ? Promise.reject(refusal)
          : Promise.resolve(pair(count)),
    });
    expect(await open().current()).toBe("token-2");
    expect(grants).toHaveLength(2);
  });
});

describe("a token that was pasted in", () => {
  it("is used as it is, and when refused asks for a new one", async () => {
    const { open, grants } = setUp({ signIn: { way: "static", accessToken: "shpat_1" } });
    const tokens = open();
    expect(await tokens.current()).toBe("shpat_1");
    expect(await tokens.refresh()).toBe(false);
    await expect(tokens.insteadOf("shpat_1")).rejects.toMatchObject({
      errorClass: "unauthorised",
      reason: { code: "TOKEN_REFUSED" },
    });
    expect(grants).toEqual([]);
  });
});
