import { describe, expect, it } from "vitest";
import { dataOf, read, startTestShop } from "./test-shop.ts";

const pay = (gid: string) =>
  `mutation PayNow { orderMarkAsPaid(input: {id: "${gid}"}) { userErrors { message } } }`;
const isPaid = (gid: string) => `query IsPaid { order(id: "${gid}") { fullyPaid } }`;

describe("faults", () => {
  it("happen before or after the change, per operation", async () => {
    const shop = await startTestShop();
    const { gid } = await shop.order({ paid: false });
    const fully = async () => read(dataOf(await shop.query(isPaid(gid))), "order.fullyPaid");

    await shop.control("/faults", { operations: { "mutation PayNow": { http500: 1, times: 1 } } });
    const before = await shop.post(
      "/admin/api/2026-10/graphql.json",
      { query: pay(gid) },
      { "x-shopify-access-token": shop.staticToken },
    );
    expect([before.status, await before.json()]).toEqual([500, { errors: "Internal Server Error" }]);
    expect(await fully()).toBe(false);

    await shop.control("/faults", { operations: { "mutation PayNow": { answerLost: 1, times: 1 } } });
    await expect(shop.query(pay(gid))).rejects.toThrow();
    expect(await fully()).toBe(true);
  });

  it.each([
    [402, "Unavailable Shop"],
    [429, expect.stringContaining("Reduce request rates")],
    [430, "Security Rejection"],
    [423, "Locked"],
  ])("of status %i are worded", async (code, errors) => {
    const shop = await startTestShop();
    await shop.control("/faults", { status: { code, rate: 1 } });
    const answer = await shop.post("/admin/api/2026-10/graphql.json", { query: "{ shop { name } }" });
    expect([answer.status, await answer.json()]).toEqual([code, { errors }]);
  });

  it("wait as long as they say, and are pages where Shopify's edge answers", async () => {
    const shop = await startTestShop();
    await shop.control("/faults", { http429: { rate: 1, retryAfter: 2 } });
    const throttled = await shop.post("/admin/oauth/access_token", {});
    expect([throttled.status, throttled.headers.get("retry-after")]).toEqual([429, "2"]);
    await shop.control("/faults", { status: { code: 503, rate: 1 } });
    const away = await shop.post("/admin/oauth/access_token", {});
    expect(away.headers.get("content-type")).toContain("text/html");
  });
});

describe("the log", () => {
  it("names operations as per-operation faults do", async () => {
    const shop = await startTestShop();
    await shop.query("query OrdersById($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids: [] });
    await shop.query("{ shop { name } }");
    await shop.query(
      'query A { shop { id } } mutation B { tagsAdd(id: "gid://shopify/Order/1", tags: []) { userErrors { message } } }',
      {},
      { operationName: "B" },
    );
    await shop.query("not a document");
    await shop.post("/admin/oauth/access_token", {});
    const { requests } = shop.host.requests("shopify/acme");
    expect(requests.map(({ operation }) => operation)).toEqual([
      "query OrdersById",
      "query shop",
      "mutation B",
      "POST /admin/api/2026-10/graphql.json",
      "POST /admin/oauth/access_token",
    ]);
  });
});

describe("a shop", () => {
  it("goes back to its beginning by reset, and gives no number twice", async () => {
    const shop = await startTestShop();
    const first = await shop.order();
    await shop.control("/plan", { plan: "basic" });
    await shop.control("/settings", { jobMs: 5 });
    await shop.control("/reset");
    expect(dataOf(await shop.query("{ ordersCount { count } customersCount { count } }"))).toEqual({
      ordersCount: { count: 0 },
      customersCount: { count: 2 },
    });
    expect(dataOf(await shop.query("{ shop { plan { publicDisplayName shopifyPlus } } }"))).toEqual({
      shop: { plan: { publicDisplayName: "Plus", shopifyPlus: true } },
    });
    const next = await shop.order();
    expect(next.name).toBe("#1002");
    expect(BigInt(next.id)).toBeGreaterThan(BigInt(first.id));
    expect(shop.emulator.lastOrderNumber()).toBe(1002);
  });

  it("goes on after the last order that it is told of, with ids of its seed", async () => {
    const ids = new Set<string>();
    for (const seed of [1, 1, 2]) {
      const shop = await startTestShop({ seed, lastOrderNumber: 4711 });
      const { name, id } = await shop.order({ customer: null });
      expect(name).toBe("#4712");
      ids.add(id);
    }
    expect(ids.size).toBe(2);
  });

  it("says what a client needs to sign in", async () => {
    const shop = await startTestShop({ name: "Acme" });
    const overview = (await (await fetch(`${shop.host.url}/_control`)).json()) as Record<string, unknown>;
    expect(overview["stores"]).toEqual([
      {
        name: "acme",
        domain: "acme.myshopify.com",
        baseUrl: `${shop.host.url}/shopify/acme`,
        clientId: "client-id",
        clientSecret: "client-secret",
      },
    ]);
  });

  it("is dumped with what its orders say of themselves", async () => {
    const shop = await startTestShop();
    const { gid } = await shop.order({ lines: [{ sku: "TEA" }] });
    const dump = (await (await fetch(`${shop.host.url}/_control/shopify/acme/dump`)).json()) as Record<
      string,
      unknown
    >;
    expect(read(dump, "orders.0")).toMatchObject({
      id: gid,
      name: "#1001",
      totalPriceSet: { shopMoney: { amount: "11.0", currencyCode: "AUD" } },
      lineItems: { nodes: [{ sku: "TEA", quantity: 1 }] },
    });
  });
});
