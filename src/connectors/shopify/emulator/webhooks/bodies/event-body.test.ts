import { describe, expect, it } from "vitest";
import { startOperation } from "../../bulk/start-operation.ts";
import { placeWishedOrder } from "../../controls/place-orders.ts";
import { subscribe, testShop } from "../../controls/test-shop.ts";
import type { OrderWish } from "../../controls/order-schema.ts";
import type { ShopEvent } from "../shop-event.ts";
import { asSent } from "./test-as-sent.ts";
import type { Json } from "./test-as-sent.ts";
import { bodyFaults } from "./test-schemas.ts";

/** One of everything that can happen in a shop. */
async function everythingThatHappens() {
  const parts = testShop();
  const { shop, control, clock } = parts;
  for (const topic of ["ORDER_TRANSACTIONS_CREATE", "FULFILLMENTS_CREATE", "CUSTOMERS_PURCHASING_SUMMARY"])
    subscribe(shop, topic, "pubsub://project:topic");
  const bodies: { readonly topic: string; readonly body: Json }[] = [];
  const publish = shop.publish.bind(shop);
  shop.publish = (events) => {
    for (const event of events) bodies.push({ topic: event.topic, body: asSent(event, shop) });
    publish(events);
  };
  const order = async (wish: OrderWish) => ({ id: placeWishedOrder(shop, wish).id });
  const cancelled = await order({ financialStatus: "authorized", shipping: "12.00" });
  await control("POST", "/orders/{id}/cancel", {}, cancelled);
  const long = await order({ lines: [{ sku: "MUG-STONE", quantity: 3 }, { sku: "TEA-100" }], tip: "2.00" });
  await control("POST", "/orders/{id}/fulfil", { lines: [{ sku: "TEA-100", quantity: 1 }] }, long);
  await control("POST", "/orders/{id}/edit", {}, long);
  await control(
    "POST",
    "/orders/{id}/fulfil",
    { tracking: { company: "Post", number: "1", url: "https://p.example" } },
    long,
  );
  await control(
    "POST",
    "/orders/{id}/refund",
    { lines: [{ sku: "MUG-STONE", quantity: 1 }], note: "Chipped" },
    long,
  );
  await control("DELETE", "/orders/{id}", {}, long);
  const [ida] = (
    (await control("POST", "/customers", {
      firstName: "Ida",
      lastName: "Larkspur",
      email: "ida@mail.example",
      phone: "+61400000001",
      note: "Likes tea",
      addresses: [
        {
          address1: "1 Lane",
          address2: "Rear",
          company: "Larks",
          city: "Hobart",
          zip: "7000",
          province: "Tasmania",
          provinceCode: "TAS",
          countryCode: "AU",
        },
      ],
    })) as { customers: { id: string }[] }
  ).customers;
  const at = { id: ida?.id ?? "" };
  await control(
    "POST",
    "/customers/{id}/update",
    { tags: ["vip"], emailMarketing: "SUBSCRIBED", smsMarketing: "SUBSCRIBED", state: "ENABLED" },
    at,
  );
  await control("POST", "/customers/{id}/update", { tags: [], state: "DISABLED" }, at);
  await control("POST", "/privacy", {
    topic: "customers/data_request",
    customer: at.id,
    uri: "http://127.0.0.1:1/x",
  });
  await control("POST", "/customers/{id}/redact", {}, at);
  await control("POST", "/customers/{id}/delete", {}, at);
  const [first, second] = shop.data.customers.keys();
  await control("POST", "/customers/{id}/merge", { into: first }, { id: second ?? "" });
  const [company] = shop.data.companies.values();
  const companyAt = { id: company?.id ?? "" };
  await control("POST", "/companies", {
    name: "New",
    locations: [{ name: "Here" }],
    contacts: [{ customer: { email: "new@company.example" } }],
  });
  await control("POST", "/companies/{id}/update", { note: "n" }, companyAt);
  await control(
    "POST",
    "/company-locations/{id}/update",
    { phone: "1" },
    { id: company?.locationIds[0] ?? "" },
  );
  const [contact] = shop.data.companyContacts.values();
  if (company && contact) shop.publish([{ topic: "company_contacts/update", contact, company }]);
  await control("POST", "/companies/{id}/delete", {}, companyAt);
  await control("POST", "/products", {
    title: "Bell",
    variants: [{ sku: "BELL", price: "3.10", compareAtPrice: "4.00", stock: 4 }],
  });
  const product = { id: [...shop.data.products.keys()].at(-1) ?? "" };
  await control("POST", "/products/{id}/update", { title: "Big Bell", tags: ["loud"] }, product);
  await control("POST", "/inventory", { sku: "BELL", available: 3 });
  await control("POST", "/products/{id}/delete", {}, product);
  await control("POST", "/plan", { plan: "advanced" });
  await control("POST", "/scopes", { scopes: ["read_orders"] });
  await control("POST", "/privacy", { topic: "shop/redact" });
  const operation = startOperation(shop, { type: "QUERY", query: "{ orders }" }, function* () {
    yield;
  });
  shop.publish([{ topic: "bulk_operations/finish", operation: { ...operation, completedAt: clock.now() } }]);
  await control("POST", "/uninstall", {});
  return { ...parts, bodies };
}

describe("bodies", () => {
  it("of every topic are valid by the published schemas", async () => {
    const { bodies } = await everythingThatHappens();
    expect(bodies.flatMap(({ topic, body }) => bodyFaults(topic, body))).toEqual([]);
    const seen = [...new Set(bodies.map(({ topic }) => topic))].sort();
    expect(seen).toEqual([
      "app/scopes_update",
      "app/uninstalled",
      "bulk_operations/finish",
      "companies/create",
      "companies/delete",
      "companies/update",
      "company_contacts/create",
      "company_contacts/delete",
      "company_contacts/update",
      "company_locations/create",
      "company_locations/delete",
      "company_locations/update",
      "customer.tags_added",
      "customer.tags_removed",
      "customers/create",
      "customers/data_request",
      "customers/delete",
      "customers/disable",
      "customers/enable",
      "customers/merge",
      "customers/redact",
      "customers/update",
      "customers_email_marketing_consent/update",
      "customers_marketing_consent/update",
      "inventory_levels/update",
      "orders/cancelled",
      "orders/create",
      "orders/delete",
      "orders/edited",
      "orders/fulfilled",
      "orders/paid",
      "orders/partially_fulfilled",
      "orders/updated",
      "products/create",
      "products/delete",
      "products/update",
      "refunds/create",
      "shop/redact",
      "shop/update",
    ]);
  });

  it("of transactions, fulfillments, and spending are valid too", () => {
    const { shop } = testShop();
    const order = placeWishedOrder(shop, { fulfilled: true, giftCard: "5.00" });
    const customer = shop.data.customers.get(order.customerId ?? "")!;
    const events: ShopEvent[] = [
      ...order.transactions.map((transaction) => ({
        topic: "order_transactions/create" as const,
        order,
        transaction,
      })),
      { topic: "fulfillments/create", order, fulfillment: order.fulfillments[0]! },
      { topic: "customers/purchasing_summary", customer },
    ];
    for (const event of events) expect(bodyFaults(event.topic, asSent(event, shop))).toEqual([]);
    expect(asSent(events[0]!, shop)["receipt"]).toEqual({
      gift_card_id: Number(order.transactions[0]?.giftCardId),
    });
  });

  it("of every kind of order are valid", () => {
    const { shop } = testShop();
    const wishes: OrderWish[] = [
      { customer: null },
      { customer: { email: "bare@mail.example" } },
      { pos: true, cashRounding: "-0.02" },
      { draft: true, paid: false },
      { company: "Kauri Grove Cafés" },
      { currency: "JPY", duties: "4.10", shipping: "20" },
      { lines: [{ title: "Engraving", price: "5.00", properties: { text: "Für Ada", hidden: null } }] },
      { financialStatus: "partially_refunded", tip: "3.00" },
      { randomLines: 300, discounts: [{ title: "Ten off", amount: "10.00" }] },
    ];
    for (const wish of wishes) {
      const order = placeWishedOrder(shop, wish);
      expect(bodyFaults("orders/create", asSent({ topic: "orders/create", order }, shop))).toEqual([]);
    }
  });
});

describe("the check against the schemas", () => {
  it("notices a missing key and a wrong type", () => {
    const { shop } = testShop();
    const order = placeWishedOrder(shop, {});
    const body = asSent({ topic: "orders/create", order }, shop);
    const { total_price: _gone, ...rest } = body;
    expect(bodyFaults("orders/create", rest)).toEqual([expect.stringContaining("total_price")]);
    expect(bodyFaults("orders/create", { ...body, tags: ["a"] })).toEqual([expect.stringContaining("/tags")]);
    expect(bodyFaults("orders/create", { ...body, created_at: "yesterday" })).not.toEqual([]);
  });
});
