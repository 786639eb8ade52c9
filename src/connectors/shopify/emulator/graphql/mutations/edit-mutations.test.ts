import { describe, expect, it } from "vitest";
import { dataOf, read, startTestShop } from "../../test-shop.ts";
import type { TestShop } from "../../test-shop.ts";

const parts = `{ id originalOrder { name } subtotalLineItemsQuantity
  subtotalPriceSet { shopMoney { amount } } totalPriceSet { shopMoney { amount } } totalOutstandingSet { shopMoney { amount } }
  lineItems(first: 9) { nodes { id title quantity } } addedLineItems(first: 9) { nodes { id title quantity } } }`;

async function call(shop: TestShop, mutation: string, args: Record<string, unknown>, selection: string) {
  const types: Record<string, string> = {
    id: "ID!",
    lineItemId: "ID!",
    variantId: "ID!",
    quantity: "Int!",
    allowDuplicates: "Boolean",
    notifyCustomer: "Boolean",
    staffNote: "String",
  };
  const names = Object.keys(args);
  const text = `mutation(${names.map((name) => `$${name}: ${types[name]}`).join(", ")}) {
    ${mutation}(${names.map((name) => `${name}: $${name}`).join(", ")}) { ${selection} userErrors { field message } } }`;
  return dataOf(await shop.query(text, args))[mutation];
}

const step = `calculatedOrder ${parts} calculatedLineItem { id title quantity } orderEditSession { id }`;

async function begun() {
  const shop = await startTestShop();
  const { gid, id } = await shop.order({ lines: [{ sku: "TEA", quantity: 2 }, { sku: "MUG" }] });
  const begin = await call(
    shop,
    "orderEditBegin",
    { id: gid },
    `calculatedOrder ${parts} orderEditSession { id }`,
  );
  const variants = dataOf(
    await shop.query('{ productVariants(first: 9, query: "sku:SHIRT-S") { nodes { id } } }'),
  );
  return {
    shop,
    gid,
    order: id,
    edit: String(read(begin, "calculatedOrder.id")),
    begin,
    tea: String(read(begin, "calculatedOrder.lineItems.nodes.0.id")),
    shirt: String(read(variants, "productVariants.nodes.0.id")),
  };
}

describe("an order edit", () => {
  it("is reckoned first and carried out by the commit", async () => {
    const { shop, gid, edit, begin, tea, shirt } = await begun();
    expect(begin).toMatchObject({
      calculatedOrder: {
        originalOrder: { name: "#1001" },
        subtotalLineItemsQuantity: 3,
        subtotalPriceSet: { shopMoney: { amount: "27.5" } },
        totalPriceSet: { shopMoney: { amount: "30.25" } },
        totalOutstandingSet: { shopMoney: { amount: "0.0" } },
      },
      orderEditSession: { id: edit.replace("CalculatedOrder", "OrderEditSession") },
      userErrors: [],
    });
    expect(
      await call(shop, "orderEditSetQuantity", { id: edit, lineItemId: tea, quantity: 1 }, step),
    ).toMatchObject({
      calculatedOrder: { subtotalLineItemsQuantity: 2, totalPriceSet: { shopMoney: { amount: "19.25" } } },
      calculatedLineItem: { id: tea, title: "Tea", quantity: 1 },
    });
    const added = await call(shop, "orderEditAddVariant", { id: edit, variantId: shirt, quantity: 2 }, step);
    expect(added).toMatchObject({
      calculatedOrder: {
        lineItems: { nodes: { length: 2 } },
        addedLineItems: { nodes: [{ title: "Shirt", quantity: 2 }] },
        totalPriceSet: { shopMoney: { amount: "85.25" } },
        totalOutstandingSet: { shopMoney: { amount: "55.0" } },
      },
      calculatedLineItem: { title: "Shirt", quantity: 2 },
    });
    const story =
      "query($id: ID!) { order(id: $id) { edited currentTotalPriceSet { shopMoney { amount } } totalOutstandingSet { shopMoney { amount } } lineItems(first: 9) { nodes { sku quantity currentQuantity } } } }";
    expect(dataOf(await shop.query(story, { id: gid }))).toMatchObject({
      order: { edited: false, currentTotalPriceSet: { shopMoney: { amount: "30.25" } } },
    });
    expect(
      await call(
        shop,
        "orderEditCommit",
        { id: edit, staffNote: "As phoned" },
        "order { name } successMessages",
      ),
    ).toEqual({ order: { name: "#1001" }, successMessages: ["Order updated"], userErrors: [] });
    expect(dataOf(await shop.query(story, { id: gid }))).toMatchObject({
      order: {
        edited: true,
        currentTotalPriceSet: { shopMoney: { amount: "85.25" } },
        totalOutstandingSet: { shopMoney: { amount: "55.0" } },
        lineItems: {
          nodes: [
            { sku: "TEA", quantity: 2, currentQuantity: 1 },
            { sku: "MUG", quantity: 1, currentQuantity: 1 },
            { sku: "SHIRT-S", quantity: 2, currentQuantity: 2 },
          ],
        },
      },
    });
    expect(await call(shop, "orderEditCommit", { id: edit }, "order { name }")).toEqual({
      order: null,
      userErrors: [{ field: ["id"], message: "The calculated order does not exist." }],
    });
  });

  it("is refused in Shopify's words", async () => {
    const { shop, order, edit, tea, shirt } = await begun();
    const none = "gid://shopify/CalculatedOrder/1";
    const tryStep = async (mutation: string, args: Record<string, unknown>) =>
      read(await call(shop, mutation, args, step), "userErrors");
    const gone = [{ field: ["id"], message: "The calculated order does not exist." }];
    expect(await tryStep("orderEditSetQuantity", { id: none, lineItemId: tea, quantity: 1 })).toEqual(gone);
    expect(await tryStep("orderEditAddVariant", { id: none, variantId: shirt, quantity: 1 })).toEqual(gone);
    expect(await tryStep("orderEditSetQuantity", { id: edit, lineItemId: tea, quantity: -1 })).toEqual([
      { field: ["quantity"], message: "must be greater than or equal to 0" },
    ]);
    expect(await tryStep("orderEditAddVariant", { id: edit, variantId: shirt, quantity: -3 })).toEqual([
      { field: ["quantity"], message: "must be greater than 0" },
      { field: ["quantity"], message: "must be greater than or equal to 0" },
    ]);
    const variants = dataOf(
      await shop.query('{ productVariants(first: 9, query: "sku:TEA") { nodes { id } } }'),
    );
    const variantId = read(variants, "productVariants.nodes.0.id");
    expect(await tryStep("orderEditAddVariant", { id: edit, variantId, quantity: 1 })).toEqual([
      { field: ["id"], message: "Tea was not added because it's already on the order." },
    ]);
    expect(
      await tryStep("orderEditAddVariant", { id: edit, variantId, quantity: 1, allowDuplicates: true }),
    ).toEqual([]);
    await shop.control(`/orders/${order}/fulfil`);
    expect(await tryStep("orderEditSetQuantity", { id: edit, lineItemId: tea, quantity: 0 })).toHaveLength(1);
  });

  it("of nothing is no edit, and there is none without an order", async () => {
    const { shop, edit } = await begun();
    expect(await call(shop, "orderEditCommit", { id: edit }, "order { name }")).toMatchObject({
      order: null,
      userErrors: [{ message: "There must be at least one change to be made." }],
    });
    expect(
      await call(shop, "orderEditBegin", { id: "gid://shopify/Order/1" }, "calculatedOrder { id }"),
    ).toEqual({
      calculatedOrder: null,
      userErrors: [{ field: ["id"], message: "The order does not exist." }],
    });
  });
});
