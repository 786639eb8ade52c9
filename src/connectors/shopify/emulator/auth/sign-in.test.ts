import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { startTestShop } from "../test-shop.ts";
import type { TestShop } from "../test-shop.ts";

const hourMs = 60 * 60 * 1000;
const badToken = {
  errors: "[API] Invalid API key or access token (unrecognized login or wrong password)",
};
const client = { client_id: "client-id", client_secret: "client-secret" };
const offline = "urn:shopify:params:oauth:token-type:offline-access-token";

async function sign(shop: TestShop, fields: Record<string, string>, headers = {}) {
  const answer = await shop.post(
    "/admin/oauth/access_token",
    { ...client, ...fields },
    {
      accept: "application/json",
      ...headers,
    },
  );
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

async function isGood(shop: TestShop, token: unknown) {
  const { status } = await shop.query("{ shop { name } }", {}, { token: String(token) });
  return status === 200;
}

function sessionToken(claims: Record<string, unknown>, secret = "client-secret") {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

describe("a call", () => {
  it("without a good token is refused with a text, not a list", async () => {
    const shop = await startTestShop();
    for (const headers of [{}, { "x-shopify-access-token": "shpat_wrong" }]) {
      const answer = await shop.post(
        "/admin/api/2026-10/graphql.json",
        { query: "{ shop { name } }" },
        headers,
      );
      expect([answer.status, await answer.json()]).toEqual([401, badToken]);
    }
    expect(await isGood(shop, shop.staticToken)).toBe(true);
  });

  it("is refused after the app was taken off the shop", async () => {
    const shop = await startTestShop();
    await shop.control("/uninstall");
    expect(await isGood(shop, shop.staticToken)).toBe(false);
    expect(await sign(shop, { grant_type: "client_credentials" })).toMatchObject({
      status: 400,
      body: { error: "app_not_installed" },
    });
    await shop.control("/install");
    expect(await sign(shop, { grant_type: "client_credentials" })).toMatchObject({ status: 200 });
  });
});

describe("client credentials", () => {
  it("give a token for about a day, from JSON and from a form", async () => {
    const shop = await startTestShop({ scopes: ["read_orders", "write_customers"] });
    const answer = await sign(shop, { grant_type: "client_credentials" });
    expect(answer).toEqual({
      status: 200,
      body: {
        access_token: expect.stringMatching(/^shpat_[0-9a-f]{32}$/) as unknown,
        scope: "read_orders,write_customers",
        expires_in: 86_399,
      },
    });
    const form = await fetch(`${shop.base}/admin/oauth/access_token`, {
      method: "POST",
      body: new URLSearchParams({ ...client, grant_type: "client_credentials" }),
    });
    expect(form.status).toBe(200);

    const token = answer.body["access_token"];
    expect(await isGood(shop, token)).toBe(true);
    shop.clock.advance(23 * hourMs);
    expect(await isGood(shop, token)).toBe(true);
    shop.clock.advance(hourMs);
    expect(await isGood(shop, token)).toBe(false);
  });

  it("are refused for another app, a wrong secret, and another organisation's shop", async () => {
    const shop = await startTestShop();
    const ask = { grant_type: "client_credentials" };
    expect(await sign(shop, { ...ask, client_id: "other" })).toEqual({
      status: 400,
      body: {
        error: "invalid_request",
        error_description: "Could not find Shopify API application with api_key other",
      },
    });
    expect(await sign(shop, { ...ask, client_secret: "wrong" })).toMatchObject({
      status: 400,
      body: { error: "invalid_client" },
    });
    expect(await sign(shop, { grant_type: "password" })).toMatchObject({
      body: { error: "unsupported_grant_type" },
    });
    await shop.control("/settings", { clientCredentials: false });
    const page = await shop.post("/admin/oauth/access_token", { ...client, ...ask });
    expect(page.status).toBe(400);
    expect(await page.text()).toContain(
      "Oauth error shop_not_permitted: Client credentials cannot be performed on this shop.",
    );
  });

  it("end with the revocation of all tokens", async () => {
    const shop = await startTestShop();
    const { body } = await sign(shop, { grant_type: "client_credentials" });
    await shop.control("/tokens/revoke");
    expect(await isGood(shop, body["access_token"])).toBe(false);
    const again = await sign(shop, { grant_type: "client_credentials" });
    expect(await isGood(shop, again.body["access_token"])).toBe(true);
  });
});

describe("the authorization code", () => {
  const authorize = async (shop: TestShop, query: Record<string, string>) => {
    const answer = await fetch(`${shop.base}/admin/oauth/authorize?${String(new URLSearchParams(query))}`, {
      redirect: "manual",
    });
    return { status: answer.status, location: answer.headers.get("location") };
  };
  const asked = {
    client_id: "client-id",
    scope: "read_orders",
    redirect_uri: "https://hub.example/callback?from=shopify",
    state: "nonce",
  };

  it("comes back signed, is good once, and stands for the scopes asked for", async () => {
    const shop = await startTestShop({ scopes: ["read_orders", "read_customers"] });
    const { status, location } = await authorize(shop, asked);
    expect(status).toBe(302);
    const back = new URL(location ?? "");
    expect(back.origin + back.pathname).toBe("https://hub.example/callback");
    const { hmac, from, ...signed } = Object.fromEntries(back.searchParams);
    expect(from).toBe("shopify");
    expect(signed).toMatchObject({ state: "nonce", shop: "acme.myshopify.com" });
    const sorted = Object.entries(signed).sort(([a], [b]) => (a < b ? -1 : 1));
    expect(hmac).toBe(
      createHmac("sha256", "client-secret")
        .update(String(new URLSearchParams(sorted)))
        .digest("hex"),
    );

    const code = signed["code"] ?? "";
    const answer = await sign(shop, { code });
    expect(answer).toEqual({
      status: 200,
      body: { access_token: expect.any(String) as unknown, scope: "read_orders" },
    });
    const token = String(answer.body["access_token"]);
    const { errors } = await shop.query("{ customersCount { count } }", {}, { token });
    expect(errors[0]?.extensions?.["code"]).toBe("ACCESS_DENIED");
    shop.clock.advance(400 * 24 * hourMs);
    expect(await isGood(shop, token)).toBe(true);
    expect(await sign(shop, { code })).toEqual({
      status: 400,
      body: {
        error: "invalid_request",
        error_description: "The authorization code was not found or was already used",
      },
    });
  });

  it("is not given to another app or an address that is none", async () => {
    const shop = await startTestShop();
    expect(await authorize(shop, { ...asked, client_id: "other" })).toEqual({ status: 400, location: null });
    expect((await authorize(shop, { ...asked, redirect_uri: "nowhere" })).status).toBe(400);
  });

  it("gives a pair when it is asked to expire; the pair rotates", async () => {
    const shop = await startTestShop();
    const { location } = await authorize(shop, asked);
    const code = new URL(location ?? "").searchParams.get("code") ?? "";
    const first = await sign(shop, { code, expiring: "1" });
    expect(first.body).toMatchObject({ expires_in: 3600, refresh_token_expires_in: 7_776_000 });
    shop.clock.advance(hourMs);
    expect(await isGood(shop, first.body["access_token"])).toBe(false);

    const refresh = { grant_type: "refresh_token", refresh_token: String(first.body["refresh_token"]) };
    const second = await sign(shop, refresh);
    expect(second.status).toBe(200);
    expect(second.body["refresh_token"]).not.toBe(first.body["refresh_token"]);
    expect(await isGood(shop, second.body["access_token"])).toBe(true);
    expect(await sign(shop, refresh)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });

    shop.clock.advance(91 * 24 * hourMs);
    const late = { ...refresh, refresh_token: String(second.body["refresh_token"]) };
    expect(await sign(shop, late)).toMatchObject({ status: 400 });
  });

  it("keeps a used refresh token by setting, until its replacement is used", async () => {
    const shop = await startTestShop({ settings: { keepUsedRefreshToken: true } });
    const { location } = await authorize(shop, asked);
    const code = new URL(location ?? "").searchParams.get("code") ?? "";
    const first = await sign(shop, { code, expiring: "1" });
    const refresh = { grant_type: "refresh_token", refresh_token: String(first.body["refresh_token"]) };
    const lost = await sign(shop, refresh);
    const again = await sign(shop, refresh);
    expect(again.status).toBe(200);
    expect(await isGood(shop, lost.body["access_token"])).toBe(false);
    expect(await isGood(shop, again.body["access_token"])).toBe(true);
    expect((await sign(shop, refresh)).status).toBe(400);
  });
});

describe("token exchange", () => {
  const exchange = (shop: TestShop, token: string, more: Record<string, string> = {}) =>
    sign(shop, {
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token: token,
      subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
      requested_token_type: offline,
      ...more,
    });

  it("takes a session token of this app and shop in its time", async () => {
    const shop = await startTestShop();
    const now = shop.clock.now() / 1000;
    const claims = { aud: "client-id", dest: "https://acme.myshopify.com", exp: now + 60, nbf: now };
    expect((await exchange(shop, sessionToken(claims), { expiring: "1" })).body).toMatchObject({
      expires_in: 3600,
    });
    for (const bad of [
      sessionToken({ ...claims, exp: now - 1 }),
      sessionToken({ ...claims, aud: "other" }),
      sessionToken({ ...claims, dest: "https://other.myshopify.com" }),
      sessionToken(claims, "wrong"),
      "no.token.atall",
    ])
      expect(await exchange(shop, bad)).toMatchObject({
        status: 400,
        body: { error: "invalid_subject_token" },
      });
  });

  it("moves a lasting token to an expiring one, once", async () => {
    const shop = await startTestShop();
    const move = { subject_token_type: offline, expiring: "1" };
    const moved = await exchange(shop, shop.staticToken, move);
    expect(moved.body).toMatchObject({ expires_in: 3600 });
    expect(await isGood(shop, shop.staticToken)).toBe(false);
    expect((await exchange(shop, shop.staticToken, move)).status).toBe(400);
  });

  it("refuses online tokens loudly", async () => {
    const shop = await startTestShop();
    const online = { requested_token_type: "urn:shopify:params:oauth:token-type:online-access-token" };
    expect((await exchange(shop, "x.y.z", online)).body).toMatchObject({ error: "not_modelled" });
  });
});
