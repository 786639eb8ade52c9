import { describe, expect, it } from "vitest";
import { SyncError, type SyncErrorClass } from "#domain/sync-error.ts";
import { createAccessTokens } from "./auth/access-tokens.ts";
import { createShopifyClient, type GraphCall } from "./client.ts";
import { createCostLimiter } from "./limiter.ts";
import { cost, fakeHttp, type Scripted } from "./test/fake-http.ts";
import { fakeVaults } from "./test/fake-vault.ts";

const read: GraphCall = { name: "Ping", document: "query Ping { shop { name } }" };
const write: GraphCall = { name: "Poke", document: "mutation Poke { x }", writes: true };
const buyer = "Ada Lovelace, ada@example.com";

function setUp(script: Scripted | ((index: number, token: string) => Scripted), isStatic = false) {
  const fake = fakeHttp((call, index) =>
    typeof script === "function" ? script(index, call.headers["x-shopify-access-token"] ?? "") : script,
  );
  const told: { readonly code: string; readonly message: string }[] = [];
  const tell = (entry: (typeof told)[number]): void => void told.push(entry);
  let issued = 0;
  const tokens = createAccessTokens({
    signIn: isStatic
      ? { way: "static", accessToken: "static" }
      : { way: "app", clientId: "id", clientSecret: "secret", refreshToken: null },
    shop: "acme.myshopify.com",
    vault: fakeVaults().open(),
    clock: { now: () => 0 },
    tell,
    request: () => {
      issued += 1;
      return Promise.resolve({
        accessToken: `token-${issued}`,
        refreshToken: null,
        lifetimeMs: 3_600_000,
        scope: null,
      });
    },
  });
  const limiter = createCostLimiter("acme.myshopify.com");
  const client = createShopifyClient({
    settings: { domain: "acme.myshopify.com", apiVersion: "2026-10" },
    http: fake.http,
    tell,
    tokens,
    limiter,
  });
  return { client, fake, told };
}

async function failureOf(asked: Promise<unknown>): Promise<SyncError> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof SyncError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}

const errors = (...list: object[]): Scripted => ({
  json: { data: null, errors: list, extensions: cost(500) },
});

describe("a call to Shopify", () => {
  it("goes to the version's address with the token, and answers the data", async () => {
    const { client, fake } = setUp({ json: { data: { shop: { name: "Acme" } }, extensions: cost(1990) } });
    const answer = await client.ask<{ shop: { name: string } }>({ ...read, variables: { a: 1 } });
    expect(answer).toEqual({ data: { shop: { name: "Acme" } }, problems: [] });
    const [call] = fake.calls;
    expect(call).toMatchObject({
      method: "POST",
      url: "https://acme.myshopify.com/admin/api/2026-10/graphql.json",
      operation: "query Ping",
      writes: false,
    });
    expect(call?.headers["x-shopify-access-token"]).toBe("token-1");
    expect(JSON.parse(call?.body ?? "")).toEqual({
      query: read.document,
      operationName: "Ping",
      variables: { a: 1 },
    });
  });

  it.each<[string, Scripted, SyncErrorClass, string]>([
    ["402, the shop's bill is open", { status: 402 }, "unauthorised", "SHOP_FROZEN"],
    ["403", { status: 403, text: "<html>" }, "unauthorised", "SHOP_FORBIDDEN"],
    ["404", { status: 404 }, "unauthorised", "SHOP_NOT_FOUND"],
    ["423", { status: 423 }, "unauthorised", "SHOP_LOCKED"],
    ["a redirection", { status: 301, headers: { location: "x" } }, "unauthorised", "SHOP_MOVED"],
    ["418", { status: 418 }, "defect", "UNEXPECTED_STATUS"],
    ["500", { status: 500, text: "" }, "unavailable", "SHOP_UNAVAILABLE"],
    ["503 as a page", { status: 503, text: "<html>" }, "unavailable", "SHOP_UNAVAILABLE"],
    ["a page", { text: "<!doctype html><p>Maintenance" }, "unavailable", "ANSWER_UNREADABLE"],
    ["nothing", { text: "" }, "unavailable", "ANSWER_UNREADABLE"],
    ["JSON that was cut off", { text: '{"data":{"shop":{"na' }, "unavailable", "ANSWER_UNREADABLE"],
    ["JSON without data or errors", { json: { hello: 1 } }, "unavailable", "ANSWER_UNREADABLE"],
    [
      "an inner failure of Shopify",
      errors({
        message: "Internal error. Looks like something went wrong.",
        extensions: { code: "INTERNAL_SERVER_ERROR", requestId: "ab12-cd" },
      }),
      "unavailable",
      "SHOP_INTERNAL_ERROR",
    ],
    [
      "a query that asks for too much",
      errors({
        message: "Query cost is 1200, which exceeds the single query max cost limit (1000)",
        extensions: { code: "MAX_COST_EXCEEDED", cost: 1200, maxCost: 1000 },
      }),
      "defect",
      "QUERY_TOO_EXPENSIVE",
    ],
    [
      "a refused document",
      errors({
        message: "Field 'x' doesn't exist on type 'Order'",
        path: ["query Ping", "order", "x"],
        extensions: { code: "undefinedField", typeName: "Order", fieldName: "x" },
      }),
      "defect",
      "QUERY_REFUSED",
    ],
    [
      "a search that ignored a filter",
      {
        json: {
          data: { orders: { nodes: [] } },
          extensions: {
            search: [
              {
                path: ["orders"],
                query: `email:${buyer}`,
                warnings: [{ field: "emial", message: buyer, code: "invalid_field" }],
              },
            ],
          },
        },
      },
      "defect",
      "SEARCH_FILTER_IGNORED",
    ],
  ])("that is answered with %s fails in its class", async (_what, answer, errorClass, code) => {
    const { client } = setUp(answer);
    const error = await failureOf(client.ask(read));
    expect([error.errorClass, error.reason.code]).toEqual([errorClass, code]);
    expect(error.reason.message.length).toBeGreaterThan(30);
  });

  it("that writes has an unknown outcome where a read is just tried again", async () => {
    for (const answer of [{ status: 502 }, { text: "" }, { text: "<html>" }] satisfies Scripted[])
      expect((await failureOf(setUp(answer).client.ask(write))).errorClass).toBe("unknown-outcome");
  });

  it("tells nobody what Shopify's texts hold", async () => {
    const answers: Scripted[] = [
      errors({ message: buyer, path: ["order", buyer], extensions: { code: buyer, typeName: buyer } }),
      errors({ message: `Internal error for ${buyer}`, extensions: { code: "INTERNAL_SERVER_ERROR" } }),
      { status: 500, text: buyer },
      { status: 403, text: JSON.stringify({ errors: buyer }) },
      { text: buyer },
    ];
    for (const answer of answers) {
      const error = await failureOf(setUp(answer).client.ask(read));
      expect(JSON.stringify([error.message, error.reason])).not.toMatch(/Ada|Lovelace|example\.com/);
    }
  });
});

describe("waiting for the shop", () => {
  it("is as long as the missing points take to come back", async () => {
    const { client, fake } = setUp({
      json: {
        errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }],
        extensions: cost(50, 300),
      },
    });
    const error = await failureOf(client.ask(read));
    expect(error.errorClass).toBe("throttled");
    expect(error.retryAfterMs).toBe(2_750);
    expect(fake.throttles).toEqual([2_750]);
  });

  it.each([
    ["429 with a fraction", { status: 429, headers: { "retry-after": "1.25" } }, 1_250],
    ["429 without a time", { status: 429 }, 2_000],
    ["430", { status: 430, headers: { "retry-after": "30" } }, 30_000],
    ["430 without a time", { status: 430 }, 60_000],
  ] as const)("is as long as %s says, in seconds", async (_what, answer, ms) => {
    const { client, fake } = setUp(answer);
    expect(await failureOf(client.ask(read))).toMatchObject({ errorClass: "throttled", retryAfterMs: ms });
    expect(fake.throttles).toEqual([ms]);
  });
});

describe("a refused token", () => {
  const refused: Scripted = {
    status: 401,
    json: { errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" },
  };

  it("is renewed once, and the call is made again", async () => {
    const { client, fake, told } = setUp((_index, token) =>
      token === "token-1" ? refused : { json: { data: { ok: true } } },
    );
    expect((await client.ask(read)).data).toEqual({ ok: true });
    expect(fake.calls).toHaveLength(2);
    expect(told.map(({ code }) => code)).toEqual(["SIGNED_IN", "TOKEN_RENEWED"]);
  });

  it("that is refused when fresh stops the work with what to do", async () => {
    const { client, fake } = setUp(refused);
    const error = await failureOf(client.ask(read));
    expect(error).toMatchObject({ errorClass: "unauthorised", reason: { code: "TOKEN_REFUSED" } });
    expect(error.message).toContain("installed");
    expect(fake.calls).toHaveLength(2);
  });

  it("that was pasted in stops the work at once", async () => {
    const { client, fake } = setUp(refused, true);
    expect((await failureOf(client.ask(read))).errorClass).toBe("unauthorised");
    expect(fake.calls).toHaveLength(1);
  });
});

describe("partial data", () => {
  it("comes with what was withheld and why", async () => {
    const { client } = setUp({
      json: {
        data: { nodes: [{ id: "1", email: null, customer: null }] },
        errors: [
          {
            message:
              "This app is not approved to use the email field. Access to personally identifiable information (PII) like customer names is only available on Shopify, Advanced, and Plus plans.",
            path: ["nodes", 0, "email"],
          },
          {
            message: "This app is not approved to access the Customer object. See https://shopify.dev/x",
            path: ["nodes", 0, "customer"],
            extensions: { code: "ACCESS_DENIED" },
          },
          {
            message:
              "Access denied for retailLocation field. Required access: `read_locations` access scope.",
            path: ["nodes", 0, "retailLocation"],
            extensions: { code: "ACCESS_DENIED", requiredAccess: "`read_locations` access scope." },
          },
          { message: "Too many execution errors, max error limit reached. Results truncated" },
        ],
      },
    });
    const { data, problems } = await client.ask<object>(read);
    expect(data).toEqual({ nodes: [{ id: "1", email: null, customer: null }] });
    expect(problems).toMatchObject([
      { kind: "protected", because: "plan", refused: "email", path: ["nodes", 0, "email"] },
      { kind: "protected", because: "approval", refused: "Customer" },
      { kind: "missing-scope", scopes: ["read_locations"] },
      { kind: "cut-off" },
    ]);
  });

  it("with an inner failure is not used", async () => {
    const { client } = setUp({
      json: { data: { a: 1, b: null }, errors: [{ message: "x", extensions: { code: "TIMEOUT" } }] },
    });
    expect((await failureOf(client.ask(read))).errorClass).toBe("unavailable");
  });
});

describe("what answers say of the API", () => {
  it("is told once: something deprecated, a version that is no longer served", async () => {
    const { client, told } = setUp({
      json: { data: {} },
      headers: {
        "x-shopify-api-deprecated-reason": "https://shopify.dev/api/deprecations#x",
        "x-shopify-api-version": "2027-01",
      },
    });
    await client.ask(read);
    await client.ask(read);
    expect(told.map(({ code }) => code)).toEqual(["SIGNED_IN", "API_DEPRECATED", "API_VERSION_CHANGED"]);
    expect(told[1]?.message).toContain("https://shopify.dev/api/deprecations");
  });
});
