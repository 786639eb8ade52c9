import { describe, expect, it } from "vitest";
import type { OrderWish } from "../controls/order-schema.ts";
import { dataOf, read, startTestShop } from "../test-shop.ts";
import type { TestShop } from "../test-shop.ts";

const query = `query Kind($id: ID!) { order(id: $id) { name test sourceName email phone poNumber app { name }
  customer { displayName } retailLocation { name } billingAddress { city } shippingAddress { company city }
  purchasingEntity { __typename ... on PurchasingCompany { company { name externalId } location { name } contact { customer { email } } } }
  paymentGatewayNames transactions { kind gateway status receiptJson parentTransaction { kind } }
  lineItems(first: 9) { nodes { title sku isGiftCard taxable requiresShipping variant { id } product { id } } } } }`;

async function orderOf(shop: TestShop, wish: OrderWish) {
  const { gid, id } = await shop.order(wish);
  return { gid, id, order: dataOf(await shop.query(query, { id: gid }))["order"] };
}

describe("kinds of orders", () => {
  it("come from guests, with or without an e-mail address", async () => {
    const shop = await startTestShop();
    const { order } = await orderOf(shop, { customer: null, email: "walk@in.example" });
    expect(order).toMatchObject({
      customer: null,
      purchasingEntity: null,
      email: "walk@in.example",
      sourceName: "web",
    });
    const { order: nameless } = await orderOf(shop, { customer: null });
    expect(nameless).toMatchObject({ customer: null, shippingAddress: null, billingAddress: null });
  });

  it("come from companies", async () => {
    const shop = await startTestShop();
    const { order } = await orderOf(shop, { company: "HC-1", poNumber: "PO-7" });
    expect(order).toMatchObject({
      poNumber: "PO-7",
      customer: { displayName: "Bo Second" },
      purchasingEntity: {
        __typename: "PurchasingCompany",
        company: { name: "Harbour Cafe", externalId: "HC-1" },
        location: { name: "Harbour Cafe, Geelong" },
        contact: { customer: { email: "bo@buyer.example" } },
      },
      shippingAddress: { city: "Geelong" },
    });
  });

  it("come from the counter and from drafts, and may be tests", async () => {
    const shop = await startTestShop();
    expect((await orderOf(shop, { pos: true, customer: null })).order).toMatchObject({
      sourceName: "pos",
      retailLocation: { name: "Warehouse" },
      app: { name: "Point of Sale" },
    });
    expect((await orderOf(shop, { draft: true })).order).toMatchObject({ sourceName: "shopify_draft_order" });
    expect((await orderOf(shop, { test: true })).order).toMatchObject({ test: true });
  });

  it("are paid by gift card, by authorization, or by hand", async () => {
    const shop = await startTestShop();
    const { order } = await orderOf(shop, { lines: [{ sku: "TEA" }], giftCard: "4.00" });
    const card = (read(order, "transactions") as Record<string, unknown>[]).find(
      ({ gateway }) => gateway === "gift_card",
    );
    expect(JSON.parse(String(card?.["receiptJson"]))).toEqual({
      gift_card_id: expect.any(Number) as unknown,
    });
    const { gid, id } = await orderOf(shop, { lines: [{ sku: "TEA" }], financialStatus: "authorized" });
    await shop.control(`/orders/${id}/pay`);
    expect(read(dataOf(await shop.query(query, { id: gid })), "order.transactions")).toMatchObject([
      { kind: "AUTHORIZATION", status: "SUCCESS", parentTransaction: null },
      { kind: "CAPTURE", status: "SUCCESS", parentTransaction: { kind: "AUTHORIZATION" } },
    ]);
  });

  it("expire when an authorization is not captured in time", async () => {
    const shop = await startTestShop();
    const { gid } = await shop.order({ lines: [{ sku: "TEA" }], financialStatus: "authorized" });
    const status =
      "query($id: ID!) { order(id: $id) { displayFinancialStatus transactions { authorizationExpiresAt } } }";
    const before = dataOf(await shop.query(status, { id: gid }));
    expect(read(before, "order.displayFinancialStatus")).toBe("AUTHORIZED");
    const expiresAt = Date.parse(String(read(before, "order.transactions.0.authorizationExpiresAt")));
    shop.clock.advance(expiresAt - shop.clock.now());
    expect(read(dataOf(await shop.query(status, { id: gid })), "order.displayFinancialStatus")).toBe(
      "EXPIRED",
    );
  });

  it("have custom lines, gift cards sold, and tips among their lines", async () => {
    const shop = await startTestShop();
    const { order } = await orderOf(shop, {
      lines: [
        { title: "Engraving", price: "5", requiresShipping: false },
        { title: "Gift card", price: "50", giftCard: true, taxable: false },
      ],
      tip: "2",
    });
    expect(read(order, "lineItems.nodes")).toMatchObject([
      { title: "Engraving", sku: null, variant: null, product: null, requiresShipping: false },
      { title: "Gift card", isGiftCard: true, taxable: false },
      { title: "Tip", sku: null, taxable: false },
    ]);
  });
});

describe("what is gone", () => {
  it("leaves its name and SKU on old orders", async () => {
    const shop = await startTestShop();
    const { gid } = await shop.order({ lines: [{ sku: "MUG" }] });
    const mug = dataOf(
      await shop.query('{ products(first: 1, query: "sku:MUG") { nodes { id legacyResourceId } } }'),
    );
    await shop.control(`/products/${String(read(mug, "products.nodes.0.legacyResourceId"))}/delete`);
    expect(read(dataOf(await shop.query(query, { id: gid })), "order.lineItems.nodes")).toMatchObject([
      { title: "Mug", sku: "MUG", variant: null, product: null },
    ]);
    const id = read(mug, "products.nodes.0.id");
    expect(dataOf(await shop.query("query($id: ID!) { product(id: $id) { id } }", { id }))).toEqual({
      product: null,
    });
  });

  it("is null by id: a deleted order, a merged customer", async () => {
    const shop = await startTestShop();
    const { gid, id } = await shop.order({ customer: { email: "ada@buyer.example" } });
    const buyers = dataOf(await shop.query("{ customers(first: 2) { nodes { id legacyResourceId } } }"));
    const [ada, bo] = read(buyers, "customers.nodes") as { id: string; legacyResourceId: string }[];
    await shop.control(`/customers/${ada?.legacyResourceId}/merge`, { into: bo?.legacyResourceId });
    const read2 = dataOf(
      await shop.query(
        "query($ids: [ID!]!, $id: ID!) { nodes(ids: $ids) { id } order(id: $id) { customer { id } } }",
        {
          ids: [ada?.id, bo?.id],
          id: gid,
        },
      ),
    );
    expect(read2).toEqual({ nodes: [null, { id: bo?.id }], order: { customer: { id: bo?.id } } });
    await shop.control(`/orders/${id}/delete`);
    expect(dataOf(await shop.query("query($id: ID!) { order(id: $id) { id } }", { id: gid }))).toEqual({
      order: null,
    });
  });

  it("or doubled: two variants may share a SKU", async () => {
    const shop = await startTestShop();
    await shop.control("/products", { title: "Tea, again", variants: [{ sku: "TEA", price: "9.00" }] });
    const found = dataOf(
      await shop.query(
        '{ productVariants(first: 9, query: "sku:TEA") { nodes { inventoryItem { duplicateSkuCount } } } }',
      ),
    );
    expect(read(found, "productVariants.nodes")).toEqual([
      { inventoryItem: { duplicateSkuCount: 1 } },
      { inventoryItem: { duplicateSkuCount: 1 } },
    ]);
  });
});

describe("stock", () => {
  it("is counted per location under an id that carries the item", async () => {
    const shop = await startTestShop();
    const levels = dataOf(
      await shop.query(`{ productVariants(first: 1, query: "sku:TEA") { nodes { inventoryItem { legacyResourceId
        inventoryLevels(first: 5) { nodes { id location { name legacyResourceId } quantities(names: ["available"]) { name quantity } } } } } } }`),
    );
    const item = read(levels, "productVariants.nodes.0.inventoryItem");
    const location = read(item, "inventoryLevels.nodes.0.location.legacyResourceId");
    expect(read(item, "inventoryLevels.nodes")).toEqual([
      {
        id: `gid://shopify/InventoryLevel/${String(location)}?inventory_item_id=${String(read(item, "legacyResourceId"))}`,
        location: { name: "Warehouse", legacyResourceId: location },
        quantities: [{ name: "available", quantity: 20 }],
      },
    ]);
    const committed = await shop.query(
      '{ productVariants(first: 1, query: "sku:TEA") { nodes { inventoryItem { inventoryLevels(first: 1) { nodes { quantities(names: ["committed"]) { quantity } } } } } } }',
    );
    expect(committed.errors).toMatchObject([
      { extensions: { code: "NOT_MODELLED", argumentName: "committed" } },
    ]);
  });
});
