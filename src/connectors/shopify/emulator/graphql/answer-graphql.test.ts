import { describe, expect, it } from "vitest";
import { dataOf, read, startTestShop } from "../test-shop.ts";
import { servedVersions } from "./schema-store.ts";

describe("versions", () => {
  it.each([
    ["2026-07", "2026-07"],
    ["2026-10", "2026-10"],
    ["2024-01", "2026-07"],
    ["2026-04", "2026-07"],
    ["2027-01", "2026-10"],
    ["unstable", "2026-10"],
  ])("%s is answered by %s", async (asked, served) => {
    const shop = await startTestShop();
    const answer = await shop.query("{ shop { myshopifyDomain } }", {}, { version: asked });
    expect(dataOf(answer)).toEqual({ shop: { myshopifyDomain: "acme.myshopify.com" } });
    expect(answer.headers.get("x-shopify-api-version")).toBe(served);
    expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  });

  it("that are none, and other paths, are not found", async () => {
    const shop = await startTestShop();
    for (const path of [
      "/admin/api/2026-13/graphql.json",
      "/admin/api/2026-10/orders.json",
      "/admin/api/graphql.json",
    ]) {
      const answer = await shop.post(path, { query: "{ shop { name } }" });
      expect([path, answer.status, await answer.json()]).toEqual([path, 404, { errors: "Not Found" }]);
    }
  });
});

describe("a request", () => {
  it("needs a query", async () => {
    const shop = await startTestShop();
    const token = { "x-shopify-access-token": shop.staticToken };
    for (const body of ["not json", "[]", { variables: {} }, { query: 5 }]) {
      const answer = await shop.post("/admin/api/2026-10/graphql.json", body, token);
      expect([answer.status, await answer.json()]).toEqual([
        400,
        { errors: { query: "Required parameter missing or invalid" } },
      ]);
    }
  });

  it("may be the document alone", async () => {
    const shop = await startTestShop();
    const answer = await shop.post("/admin/api/2026-10/graphql.json", "{ shop { name } }", {
      "content-type": "application/graphql",
      "x-shopify-access-token": shop.staticToken,
    });
    expect(await answer.json()).toMatchObject({ data: { shop: { name: "acme" } } });
  });

  it("names one of several operations", async () => {
    const shop = await startTestShop();
    const query = "query First { shop { id } } query Second { shop { name } }";
    expect((await shop.query(query)).errors).toEqual([{ message: "An operation name is required" }]);
    expect((await shop.query(query, {}, { operationName: "Third" })).errors).toEqual([
      { message: 'No operation named "Third"' },
    ]);
    expect(dataOf(await shop.query(query, {}, { operationName: "Second" }))).toEqual({
      shop: { name: "acme" },
    });
  });

  it("is told when it uses what is deprecated", async () => {
    const shop = await startTestShop();
    const header = "x-shopify-api-deprecated-reason";
    expect((await shop.query("{ shop { name } }")).headers.get(header)).toBeNull();
    const { gid } = await shop.order();
    const answer = await shop.query(`{ order(id: "${gid}") { totalPrice } }`);
    expect(answer.headers.get(header)).toBe("Use `totalPriceSet` instead.");
  });
});

describe.each(servedVersions)("an order read in %s", (version) => {
  const query = `query OrderInFull($id: ID!) { order(id: $id) {
    id legacyResourceId name createdAt displayFinancialStatus displayFulfillmentStatus tags note
    customer { id displayName defaultEmailAddress { emailAddress } defaultAddress { city countryCodeV2 } }
    purchasingEntity { __typename ... on Customer { id } ... on PurchasingCompany { company { name } } }
    shippingAddress { name address1 city provinceCode zip countryCodeV2 }
    lineItems(first: 10) { nodes { title sku quantity originalUnitPriceSet { shopMoney { amount currencyCode } }
      variant { sku product { title } } taxLines { title rate priceSet { shopMoney { amount } } } } }
    shippingLines(first: 5) { nodes { title originalPriceSet { shopMoney { amount } } } }
    transactions { kind status gateway amountSet { shopMoney { amount } } }
    totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } } } }`;

  it("tells what was bought, by whom, and what was paid", async () => {
    const shop = await startTestShop();
    const { gid, id, name } = await shop.order({
      lines: [{ sku: "TEA", quantity: 2 }],
      shipping: [{ title: "Standard", price: "5.00" }],
      customer: { email: "ada@buyer.example" },
      tags: ["urgent", "Gift"],
      note: "Ring twice",
    });
    const { order } = dataOf(await shop.query(query, { id: gid }, { version })) as { order: object };
    expect(order).toMatchObject({
      id: gid,
      legacyResourceId: id,
      name,
      createdAt: "2026-07-15T10:00:00Z",
      displayFinancialStatus: "PAID",
      displayFulfillmentStatus: "UNFULFILLED",
      tags: ["Gift", "urgent"],
      note: "Ring twice",
      customer: {
        displayName: "Ada First",
        defaultEmailAddress: { emailAddress: "ada@buyer.example" },
        defaultAddress: { city: "Ballarat", countryCodeV2: "AU" },
      },
      purchasingEntity: { __typename: "Customer", id: read(order, "customer.id") },
      shippingAddress: { name: "Ada First", address1: "1 High Street", provinceCode: "VIC", zip: "3350" },
      lineItems: {
        nodes: [
          {
            title: "Tea",
            sku: "TEA",
            quantity: 2,
            originalUnitPriceSet: { shopMoney: { amount: "10.0", currencyCode: "AUD" } },
            variant: { sku: "TEA", product: { title: "Tea" } },
            taxLines: [{ title: "GST", rate: 0.1, priceSet: { shopMoney: { amount: "2.0" } } }],
          },
        ],
      },
      shippingLines: { nodes: [{ title: "Standard", originalPriceSet: { shopMoney: { amount: "5.0" } } }] },
      transactions: [{ kind: "SALE", status: "SUCCESS", amountSet: { shopMoney: { amount: "27.5" } } }],
      totalPriceSet: { shopMoney: { amount: "27.5", currencyCode: "AUD" } },
    });
  });

  it("is null when there is no such order, and an error when the id is of something else", async () => {
    const shop = await startTestShop();
    const none = await shop.query(query, { id: "gid://shopify/Order/1" }, { version });
    expect([none.data, none.errors]).toEqual([{ order: null }, []]);
    const other = await shop.query(query, { id: "gid://shopify/Product/1" }, { version });
    expect(other.data).toEqual({ order: null });
    expect(other.errors).toMatchObject([
      { message: "invalid id", path: ["order"], extensions: { code: "RESOURCE_NOT_FOUND" } },
    ]);
  });

  it("has ids beyond 2^53 when asked to", async () => {
    const shop = await startTestShop();
    const { gid, id } = await shop.order({ largeIds: true });
    expect(BigInt(id)).toBeGreaterThan(2n ** 53n);
    expect(read(dataOf(await shop.query(query, { id: gid }, { version })), "order.legacyResourceId")).toBe(
      id,
    );
  });
});

describe("what is not modelled", () => {
  it("is refused by name, and the rest of the answer stands", async () => {
    const shop = await startTestShop();
    const { gid } = await shop.order();
    const answer = await shop.query(
      `query Partly($id: ID!) { order(id: $id) { name alerts { title }
        customer { id } } shop { name shipsToCountries } }`,
      { id: gid },
    );
    expect(answer.status).toBe(200);
    expect(answer.errors.map(({ message, extensions }) => [message, extensions])).toEqual([
      [
        "The Shopify emulator does not model Order.alerts",
        { code: "NOT_MODELLED", typeName: "Order", fieldName: "alerts" },
      ],
      [
        "The Shopify emulator does not model Shop.shipsToCountries",
        { code: "NOT_MODELLED", typeName: "Shop", fieldName: "shipsToCountries" },
      ],
    ]);
    const nullable = await shop.query(
      `query Partly($id: ID!) { order(id: $id) { name attribution { handle } } }`,
      { id: gid },
    );
    expect(nullable.data).toMatchObject({ order: { name: "#1001", attribution: null } });
    expect(nullable.errors).toMatchObject([{ path: ["order", "attribution"] }]);
  });

  it("covers mutations, arguments, filters and sort keys", async () => {
    const shop = await startTestShop();
    const fieldOf = async (query: string) => {
      const { errors } = await shop.query(query);
      return errors.map(({ extensions }) => extensions);
    };
    const code = "NOT_MODELLED";
    expect(
      await fieldOf('mutation { orderDelete(orderId: "gid://shopify/Order/1") { userErrors { message } } }'),
    ).toEqual([{ code, typeName: "Mutation", fieldName: "orderDelete" }]);
    expect(
      await fieldOf('{ orders(first: 1, savedSearchId: "gid://shopify/SavedSearch/1") { nodes { id } } }'),
    ).toEqual([{ code, typeName: "QueryRoot", fieldName: "orders", argumentName: "savedSearchId" }]);
    expect(await fieldOf('{ orders(first: 1, query: "risk_level:high") { nodes { id } } }')).toEqual([
      { code, typeName: "search", fieldName: "risk_level" },
    ]);
    expect(await fieldOf("{ orders(first: 1, sortKey: DESTINATION) { nodes { id } } }")).toMatchObject([
      { code, fieldName: "orders", argumentName: "sortKey: DESTINATION" },
    ]);
    expect(await fieldOf('{ node(id: "gid://shopify/Collection/1") { id } }')).toMatchObject([
      { code, argumentName: "Collection" },
    ]);
    expect(
      await fieldOf(
        'mutation { webhookSubscriptionCreate(topic: THEMES_CREATE, webhookSubscription: {uri: "https://a.example"}) { userErrors { message } } }',
      ),
    ).toEqual([{ code, typeName: "WebhookSubscriptionTopic", fieldName: "THEMES_CREATE" }]);
  });
});

describe("pages of an order's own lists", () => {
  it("walk 251 lines", async () => {
    const shop = await startTestShop();
    const lines = Array.from({ length: 251 }, (_, index) => ({ title: `Line ${index}`, price: "1.00" }));
    const { gid } = await shop.order({ lines });
    const query = `query Lines($id: ID!, $after: String) { order(id: $id) {
      lineItems(first: 250, after: $after) { nodes { title } edges { cursor } pageInfo { hasNextPage endCursor } } } }`;
    const first = dataOf(await shop.query(query, { id: gid }));
    expect(read(first, "order.lineItems.nodes")).toHaveLength(250);
    expect(read(first, "order.lineItems.pageInfo.hasNextPage")).toBe(true);
    const after = read(first, "order.lineItems.pageInfo.endCursor");
    expect(read(first, "order.lineItems.edges.249.cursor")).toBe(after);
    const second = dataOf(await shop.query(query, { id: gid, after }));
    expect(read(second, "order.lineItems")).toMatchObject({
      nodes: [{ title: "Line 250" }],
      pageInfo: { hasNextPage: false },
    });
  });

  it("need exactly one of first and last, of at most 250", async () => {
    const shop = await startTestShop();
    const messageOf = async (args: string) =>
      (await shop.query(`{ products${args} { nodes { id } } }`)).errors.map(({ message, extensions }) => [
        message,
        extensions?.["code"],
      ]);
    expect(await messageOf("")).toEqual([["you must provide one of first or last", "BAD_REQUEST"]]);
    expect(await messageOf("(first: 1, last: 1)")).toEqual([
      ["providing both first and last is not supported", "BAD_REQUEST"],
    ]);
    expect(await messageOf("(first: 251)")).toEqual([["first cannot be greater than 250", "BAD_REQUEST"]]);
    expect(await messageOf('(first: 1, after: "rubbish")')).toEqual([
      ["Invalid cursor for current pagination sort.", "BAD_REQUEST"],
    ]);
  });
});
