import { describe, expect, it } from "vitest";
import { z } from "zod";
import { secretNames, shopifyCredentials, signInOf } from "./credentials.ts";
import { shopAddress, shopifySettings } from "./settings.ts";

const issues = (schema: typeof shopifySettings | typeof shopifyCredentials, value: unknown) =>
  schema.safeParse(value).error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) ?? [];

describe("settings of a store", () => {
  it("need the shop's own domain only", () => {
    const settings = shopifySettings.parse({ domain: "Acme.MyShopify.com" });
    expect(settings).toEqual({ domain: "acme.myshopify.com", apiVersion: "2026-10" });
    expect(shopAddress(settings)).toBe("https://acme.myshopify.com");
  });

  it("take another address for emulators, and any domain with it", () => {
    const settings = shopifySettings.parse({
      domain: "acme.localhost",
      apiVersion: "2026-07",
      baseUrl: "http://127.0.0.1:7430/shopify/acme/",
    });
    expect(shopAddress(settings)).toBe("http://127.0.0.1:7430/shopify/acme");
  });

  it.each([
    [{ domain: "www.acme.com" }, /^domain: .*acme\.myshopify\.com/],
    [{ domain: "https://acme.myshopify.com" }, /^domain/],
    [{ domain: "acme.myshopify.com", apiVersion: "2020-01" }, /^apiVersion/],
    [{ domain: "acme.myshopify.com", baseUrl: "ftp://x" }, /^baseUrl/],
    [{ domain: "acme.myshopify.com", token: "x" }, /token/],
    [{}, /^domain/],
  ])("refuse %j", (settings, expected) => {
    expect(issues(shopifySettings, settings).join("\n")).toMatch(expected);
  });
});

describe("credentials of a store", () => {
  it("are those of an app, or a token with its secret", () => {
    expect(signInOf(shopifyCredentials.parse({ clientId: "a", clientSecret: "b" }))).toEqual({
      way: "app",
      clientId: "a",
      clientSecret: "b",
      refreshToken: null,
    });
    expect(signInOf(shopifyCredentials.parse({ accessToken: "a", apiSecret: "b" }))).toEqual({
      way: "static",
      accessToken: "a",
    });
    expect(
      signInOf(shopifyCredentials.parse({ clientId: "a", clientSecret: "b", refreshToken: "c" })),
    ).toMatchObject({ refreshToken: "c" });
  });

  it.each([
    [{}, /^clientId: .*accessToken/],
    [{ clientId: "a" }, /^clientSecret: is missing/],
    [{ clientSecret: "a" }, /^clientId: is missing/],
    [{ accessToken: "a" }, /^apiSecret: .*webhooks/],
    [{ apiSecret: "a" }, /^accessToken: is missing/],
    [{ clientId: "a", clientSecret: "b", accessToken: "c", apiSecret: "d" }, /not both/],
    [{ accessToken: "a", apiSecret: "b", refreshToken: "c" }, /^refreshToken/],
    [{ clientId: "a", clientSecret: "" }, /^clientSecret/],
    [{ clientId: "a", clientSecret: "b", clientsecret: "c" }, /clientsecret/],
  ])("refuse %j with where and why", (credentials, expected) => {
    expect(issues(shopifyCredentials, credentials).join("\n")).toMatch(expected);
  });

  it("name every secret and nothing else", () => {
    expect([...secretNames, "clientId"].toSorted()).toEqual(Object.keys(shopifyCredentials.shape).toSorted());
  });

  it("have a JSON Schema, for the schema command and forms", () => {
    for (const schema of [shopifySettings, shopifyCredentials])
      expect(z.toJSONSchema(schema, { io: "input" })).toMatchObject({
        type: "object",
        additionalProperties: false,
      });
  });
});
