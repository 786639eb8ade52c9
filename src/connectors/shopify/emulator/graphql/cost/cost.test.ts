import { Kind, parse } from "graphql";
import { describe, expect, it } from "vitest";
import { dataOf, startTestShop } from "../../test-shop.ts";
import { createDocuments } from "../prepared-documents.ts";
import { loadSchema } from "../schema-store.ts";
import { pageFactor } from "./cost-tree.ts";

const version = loadSchema("2026-10");
const prepare = createDocuments(version);

function priceOf(query: string, variables: Record<string, unknown> = {}) {
  const prepared = prepare(query);
  expect(prepared.errors).toEqual([]);
  const price = prepared.operations[0]?.price(variables);
  if (!price) throw new Error("no operation");
  return price;
}

const bag = "{ shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }";

describe("the requested cost", () => {
  it.each([
    [0, 2],
    [1, 3],
    [2, 3],
    [3, 4],
    [5, 5],
    [10, 6],
    [20, 7],
    [50, 9],
    [100, 11],
    [250, 13],
  ])("of a page of %i plain rows is %i", (rows, cost) => {
    expect(priceOf("query($n: Int) { orders(first: $n) { nodes { id name } } }", { n: rows }).requested).toBe(
      cost,
    );
    expect(
      priceOf(`{ orders(last: ${rows}) { edges { cursor node { id } } pageInfo { hasNextPage } } }`)
        .requested,
    ).toBe(cost);
  });

  // What the recorded store charged for queries of these shapes.
  it.each<readonly [what: string, query: string, cost: number]>([
    ["an object", "{ shop { name } }", 1],
    ["nothing but a name", "{ __typename }", 1],
    [
      "an order with money, a list, and lines with taxes",
      `{ order(id: "gid://shopify/Order/1") { id totalPriceSet ${bag} currentTaxLines { title priceSet ${bag} }
        lineItems(first: 5) { nodes { title originalUnitPriceSet ${bag} taxLines { title priceSet ${bag} } } } } }`,
      10,
    ],
    [
      "an order with lists and a page",
      `{ order(id: "gid://shopify/Order/1") { id refunds { id totalRefundedSet ${bag} } returns(first: 5) { nodes { id } }
        transactions { id kind amountSet ${bag} } } }`,
      8,
    ],
    [
      "250 orders with 10 lines each",
      "{ orders(first: 250) { nodes { id lineItems(first: 10) { nodes { id } } } } }",
      79,
    ],
    ["nodes and edges, charged twice", "{ orders(first: 5) { nodes { id } edges { node { id } } } }", 8],
    ["the dearest branch of a union", unionQuery(), 4],
    ["a count", '{ ordersCount(query: "tag:a") { count } }', 1],
    ["the precision of a count", "{ ordersCount { count precision } }", 10],
    ["a free address", '{ customer(id: "gid://shopify/Customer/1") { defaultAddress { city } } }', 1],
    [
      "buyers by what identifies them",
      `{ a: customerByIdentifier(identifier: {emailAddress: "a@b.example"}) { amountSpent { amount }
        defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } defaultAddress { city } }
        b: customerByIdentifier(identifier: {emailAddress: "b@b.example"}) { id } }`,
      4,
    ],
    [
      "subscriptions with their end points",
      `{ webhookSubscriptions(first: 3) { nodes { id endpoint { __typename ... on WebhookHttpEndpoint { callbackUrl } } }
        edges { cursor node { id } } } }`,
      6,
    ],
    [
      "a mutation with its payload",
      `mutation { orderMarkAsPaid(input: {id: "gid://shopify/Order/1"}) { order { id transactions { id } }
        userErrors { message } } }`,
      11,
    ],
    [
      "a refund",
      `mutation { refundCreate(input: {orderId: "gid://shopify/Order/1"}) @idempotent(key: "k") { refund { id
        totalRefundedSet ${bag} transactions(first: 5) { nodes { id } } } order { id } userErrors { message } } }`,
      25,
    ],
    [
      "an edit with lines that have variants",
      `mutation { orderEditBegin(id: "gid://shopify/Order/1") { calculatedOrder { id originalOrder { id }
        lineItems(first: 10) { nodes { id variant { id } } } addedLineItems(first: 10) { nodes { id variant { id } } } }
        orderEditSession { id } userErrors { message } } }`,
      31,
    ],
  ])("of %s", (_what, query, cost) => {
    expect(priceOf(query).requested).toBe(cost);
  });

  it("leaves out what is skipped", () => {
    const query =
      "query($lines: Boolean!) { orders(first: 10) { nodes { id lineItems(first: 10) @include(if: $lines) { nodes { id } } } } }";
    expect(priceOf(query, { lines: true }).requested).toBe(30);
    expect(priceOf(query, { lines: false }).requested).toBe(6);
  });

  it("is the same whether a part stands in a fragment or not", () => {
    const inline = priceOf("{ orders(first: 10) { nodes { id customer { id } } } }");
    const spread = priceOf(
      "{ orders(first: 10) { nodes { ...Parts } } } fragment Parts on Order { id customer { id } }",
    );
    expect(spread.requested).toBe(inline.requested);
  });

  it("never falls with a longer page", () => {
    for (let rows = 1; rows < 250; rows++)
      expect(pageFactor(rows + 1)).toBeGreaterThanOrEqual(pageFactor(rows));
    expect(parse("{ a }").kind).toBe(Kind.DOCUMENT);
  });
});

function unionQuery() {
  return `{ order(id: "gid://shopify/Order/1") { purchasingEntity { ... on Customer { id }
    ... on PurchasingCompany { company { id } location { id } } } } }`;
}

describe("the actual cost", () => {
  const nodes = (count: number, row: unknown = { id: "x" }) => ({
    nodes: Array.from({ length: count }, () => row),
  });

  it("counts the rows that came back", () => {
    const price = priceOf("{ orders(first: 100) { nodes { id lineItems(first: 50) { nodes { id } } } } }");
    expect(price.requested).toBe(2 + 9 * (1 + 2 + 7));
    expect(price.actual({ orders: nodes(3, { id: "x", lineItems: nodes(1) }) })).toBe(2 + 2 * (1 + 3));
    expect(price.actual({ orders: nodes(1, { id: "x", lineItems: nodes(50) }) })).toBe(2 + 1 * (1 + 9));
  });

  it("charges null objects and empty lists once, and nothing inside them", () => {
    const price =
      priceOf(`{ order(id: "gid://shopify/Order/1") { id customer { id defaultEmailAddress { emailAddress } }
      transactions { id parentTransaction { id } } } }`);
    expect(price.requested).toBe(5);
    expect(price.actual({ order: { id: "x", customer: null, transactions: [] } })).toBe(3);
    expect(price.actual({ order: null })).toBe(1);
  });

  it("charges empty pages as recorded", () => {
    const nodesOnly = (first: number) =>
      priceOf(`{ orders(first: ${first}) { nodes { id customer { id } } } }`);
    expect(nodesOnly(1).actual({ orders: nodes(0) })).toBe(3);
    expect(nodesOnly(10).actual({ orders: nodes(0) })).toBe(5);
    const both = priceOf("{ orders(first: 5) { nodes { id } edges { node { id } } } }");
    expect(both.actual({ orders: { nodes: [], edges: [] } })).toBe(5);
  });

  it("is that of the branch that came back", () => {
    const price = priceOf(unionQuery());
    expect(price.actual({ order: { purchasingEntity: { id: "x" } } })).toBe(2);
    expect(
      price.actual({ order: { purchasingEntity: { company: { id: "x" }, location: { id: "x" } } } }),
    ).toBe(4);
  });

  it("is shown with the answer, and what was asked for too much is given back", async () => {
    const shop = await startTestShop({ plan: "grow" });
    await shop.order();
    const answer = await shop.query(
      "{ orders(first: 50) { nodes { id lineItems(first: 50) { nodes { id } } } } }",
      {},
      { headers: { "Shopify-GraphQL-Cost-Debug": "1" } },
    );
    dataOf(answer);
    expect(answer.extensions.cost).toEqual({
      requestedQueryCost: 72,
      actualQueryCost: 6,
      throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 1994, restoreRate: 100 },
      fields: [
        { path: ["orders"], definedCost: 2, requestedTotalCost: 72, requestedChildrenCost: 70 },
        {
          path: ["orders", "nodes", "lineItems"],
          definedCost: 2,
          requestedTotalCost: 9,
          requestedChildrenCost: 7,
        },
      ],
    });
    expect((await shop.query("{ shop { name } }")).extensions.cost).not.toHaveProperty("fields");
  });
});
