import { describe, expect, it } from "vitest";
import { fakeHttp, type Scripted } from "../test/fake-http.ts";
import { requestToken, type Grant } from "./request-token.ts";

const client: Grant = { type: "client_credentials" };
const refresh: Grant = { type: "refresh_token", refreshToken: "shprt_old" };

function ask(answer: Scripted, grant: Grant = client) {
  const fake = fakeHttp(() => answer);
  const endpoint = {
    http: fake.http,
    address: "http://127.0.0.1:7430/shopify/acme",
    shop: "acme.myshopify.com",
    clientId: "the-id",
    clientSecret: "the-secret",
  };
  return { fake, issued: requestToken(endpoint, grant) };
}

describe("asking for a token", () => {
  it("hands in id and secret, uncounted, and reads how long the token holds", async () => {
    const { fake, issued } = ask({
      json: { access_token: "shpat_1", scope: "read_orders", expires_in: 86399 },
    });
    expect(await issued).toEqual({
      accessToken: "shpat_1",
      refreshToken: null,
      lifetimeMs: 86_399_000,
      scope: "read_orders",
    });
    const [call] = fake.calls;
    expect(call).toMatchObject({
      method: "POST",
      url: "http://127.0.0.1:7430/shopify/acme/admin/oauth/access_token",
      metered: false,
      writes: false,
    });
    expect(Object.fromEntries(new URLSearchParams(call?.body))).toEqual({
      grant_type: "client_credentials",
      client_id: "the-id",
      client_secret: "the-secret",
    });
  });

  it("hands in a refresh token and takes the new pair", async () => {
    const { fake, issued } = ask(
      { json: { access_token: "shpat_2", expires_in: 3600, refresh_token: "shprt_new" } },
      refresh,
    );
    expect(await issued).toMatchObject({ accessToken: "shpat_2", refreshToken: "shprt_new" });
    expect(new URLSearchParams(fake.calls[0]?.body).get("refresh_token")).toBe("shprt_old");
  });

  it.each([
    ["a wrong secret", { status: 400, json: { error: "invalid_client" } }, client, /Check clientId/],
    ["a foreign shop", { status: 400, json: { error: "shop_not_permitted" } }, client, /own organisation/],
    [
      "an app that is not installed",
      { status: 400, text: "<html>Oauth error app_not_installed: nope</html>" },
      client,
      /Install the app/,
    ],
    ["a dead refresh token", { status: 401, json: { error: "invalid_grant" } }, refresh, /new refresh token/],
    ["an unknown shop", { status: 404, text: "Not Found" }, client, /domain/],
  ] as const)("says what to do about %s", async (_what, answer, grant, advice) => {
    const { issued } = ask(answer, grant);
    await expect(issued).rejects.toMatchObject({
      errorClass: "unauthorised",
      reason: { code: "SIGN_IN_REFUSED", message: expect.stringMatching(advice) as string },
    });
    await issued.catch((error: Error) => expect(error.message).not.toMatch(/the-secret|shprt_old/));
  });

  it.each([
    ["a failure of Shopify", { status: 503, text: "<html></html>" }, "unavailable"],
    ["a page instead of a token", { text: "<html>hello</html>" }, "unavailable"],
    ["an empty answer", { text: "" }, "unavailable"],
    ["too many requests", { status: 429, headers: { "retry-after": "1.5" } }, "throttled"],
  ] as const)("tries again after %s", async (_what, answer, errorClass) => {
    await expect(ask(answer).issued).rejects.toMatchObject({ errorClass });
  });
});
