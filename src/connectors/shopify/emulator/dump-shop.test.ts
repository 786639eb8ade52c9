import { describe, expect, it } from "vitest";
import { placeWishedOrder } from "./controls/place-orders.ts";
import { testShop } from "./controls/test-shop.ts";
import { dumpShop } from "./dump-shop.ts";

type Dumped = Record<string, unknown>;
const list = (dump: Dumped, name: string) => dump[name] as Dumped[];
const nodes = (record: Dumped | undefined, name: string) =>
  (record?.[name] as { nodes: Dumped[] } | undefined)?.nodes ?? [];

describe("the dump", () => {
  it("shows an order as GraphQL does, with every line and nothing withheld", () => {
    const { shop } = testShop();
    shop.data.plan = "basic";
    const order = placeWishedOrder(shop, {
      lines: [{ sku: "MUG-STONE", quantity: 2 }],
      randomLines: 260,
      discounts: [{ code: "SAVE10", percentage: "10" }],
      shipping: "9.95",
      customer: {
        email: "nils@mail.example",
        firstName: "Nils",
        addresses: [{ city: "Hobart", countryCode: "AU" }],
      },
    });
    const [dumped] = list(dumpShop(shop), "orders");
    expect(dumped).toMatchObject({
      id: `gid://shopify/Order/${order.id}`,
      legacyResourceId: order.id,
      name: order.name,
      displayFinancialStatus: "PAID",
      currencyCode: "AUD",
      customer: { firstName: "Nils", email: "nils@mail.example" },
      shippingAddress: { city: "Hobart", countryCodeV2: "AU", country: "Australia" },
      discountApplications: { nodes: [{ __typename: "DiscountCodeApplication", code: "SAVE10" }] },
      purchasingEntity: { __typename: "Customer" },
      transactions: [{ kind: "SALE", status: "SUCCESS", gateway: "shopify_payments" }],
    });
    expect(nodes(dumped, "lineItems")).toHaveLength(261);
    expect(nodes(dumped, "lineItems")[0]).toMatchObject({
      sku: "MUG-STONE",
      quantity: 2,
      originalUnitPriceSet: { shopMoney: { amount: "17.45", currencyCode: "AUD" } },
      variant: { sku: "MUG-STONE" },
    });
    expect(nodes(dumped, "shippingLines")).toMatchObject([
      { title: "Standard", originalPriceSet: { shopMoney: { amount: "9.95" } } },
    ]);
  });

  it("shows the B2B buyer, refunds, and fulfillments", () => {
    const { shop } = testShop();
    placeWishedOrder(shop, {
      company: "Harbourline Hotels",
      companyLocation: "HARB-PER",
      financialStatus: "refunded",
      fulfilled: true,
    });
    placeWishedOrder(shop, { fulfilled: true, customer: null });
    const [b2b, guest] = list(dumpShop(shop), "orders");
    expect(b2b).toMatchObject({
      displayFinancialStatus: "REFUNDED",
      purchasingEntity: {
        __typename: "PurchasingCompany",
        company: { name: "Harbourline Hotels", externalId: "HARB-01" },
        location: { externalId: "HARB-PER" },
      },
      refunds: [{ refundLineItems: { nodes: [{ quantity: 1, restockType: "RETURN" }] } }],
    });
    expect(guest).toMatchObject({
      customer: null,
      purchasingEntity: null,
      displayFulfillmentStatus: "FULFILLED",
      fulfillments: [{ status: "SUCCESS", fulfillmentLineItems: { nodes: [{ quantity: 1 }] } }],
    });
  });

  it("has every collection, as plain JSON", () => {
    const { shop } = testShop();
    placeWishedOrder(shop, { lines: [{ sku: "GIFT-25", quantity: 2 }] });
    const dump = JSON.parse(JSON.stringify(dumpShop(shop))) as Dumped;
    const sizes = Object.entries(dump).flatMap(([name, part]) =>
      Array.isArray(part) ? [[name, part.length] as const] : [],
    );
    expect(Object.fromEntries(sizes)).toEqual({
      orders: 1,
      customers: 44,
      companies: 3,
      companyLocations: 4,
      products: 31,
      locations: 2,
      giftCards: 2,
      webhookSubscriptions: 0,
    });
    expect(list(dump, "products")[0]).toMatchObject({
      title: "Stoneware Mug",
      variants: { nodes: [{ sku: "MUG-STONE", price: "17.45", inventoryItem: { tracked: true } }] },
    });
    expect(list(dump, "companies")[0]).toMatchObject({
      locations: { nodes: [{ externalId: "HARB-SYD" }, { externalId: "HARB-PER" }] },
      contacts: { nodes: [{ isMainContact: true }, { isMainContact: false }] },
    });
  });
});
