import { describe, expect, it } from "vitest";
import { placeWishedOrder } from "../../controls/place-orders.ts";
import { listen, subscribe, testShop } from "../../controls/test-shop.ts";
import type { OrderWish } from "../../controls/order-schema.ts";
import type { ShopEvent } from "../shop-event.ts";
import { eventBody } from "./event-body.ts";
import { bodyFaults } from "./test-schemas.ts";

type Json = Record<string, unknown>;
const asSent = (event: ShopEvent, shop: Parameters<typeof eventBody>[1]) =>
  JSON.parse(JSON.stringify(eventBody(event, shop))) as Json;

/** One of everything that can happen in a shop. */
async function everythingThatHappens() {
  const parts = testShop();
  const { shop, control } = parts;
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

describe("an order's body", () => {
  const bodyOf = (wish: OrderWish) => {
    const { shop } = testShop();
    const order = placeWishedOrder(shop, wish);
    return { shop, order, body: asSent({ topic: "orders/create", order }, shop) };
  };

  it("of a guest says so as live bodies do", () => {
    const { body } = bodyOf({ customer: null });
    expect(body).toMatchObject({
      customer: null,
      email: "",
      contact_email: null,
      billing_address: null,
      company: null,
    });
  });

  it("prints times in the shop's own zone, whole seconds", () => {
    const { body } = bodyOf({ createdAt: "2026-01-15T02:03:04.567Z" });
    expect(body["created_at"]).toBe("2026-01-15T13:03:04+11:00");
    expect(bodyOf({ createdAt: "2026-07-15T02:03:04Z" }).body["created_at"]).toBe(
      "2026-07-15T12:03:04+10:00",
    );
  });

  it("keeps SKU and title of a product that was deleted, without its ids", async () => {
    const { shop, control } = testShop();
    const order = placeWishedOrder(shop, { lines: [{ sku: "CLK-WALL" }] });
    await control("POST", "/products/{id}/delete", {}, { id: order.lines[0]?.productId ?? "" });
    const [line] = asSent({ topic: "orders/updated", order }, shop)["line_items"] as Json[];
    expect(line).toMatchObject({
      sku: "CLK-WALL",
      title: "Wall Clock",
      product_exists: false,
      product_id: null,
      variant_id: null,
    });
  });

  it("prints a missing SKU as empty text, and amounts with the currency's own decimals", () => {
    const { body } = bodyOf({ lines: [{ title: "Gift wrap", price: "5" }], currency: "JPY", rate: "98.765" });
    expect((body["line_items"] as Json[])[0]).toMatchObject({
      sku: "",
      price: "5.00",
      price_set: { presentment_money: { amount: "494", currency_code: "JPY" } },
    });
  });

  it("marks a tip's line and leaves it out of the goods", () => {
    const { body } = bodyOf({ lines: [{ title: "Tea", price: "10.00", taxable: false }], tip: "2.50" });
    expect(body).toMatchObject({
      total_tip_received: "2.50",
      total_line_items_price: "10.00",
      total_price: "12.50",
    });
    const lines = body["line_items"] as Json[];
    expect(lines.map((line) => [line["title"], "tip" in line])).toEqual([
      ["Tea", false],
      ["Tip", true],
    ]);
    expect(bodyOf({ tip: "2.50", tipLine: false }).body["line_items"]).toHaveLength(1);
  });

  it("tells codes, and what they took off, besides the applications", () => {
    const { body } = bodyOf({
      lines: [{ title: "Lamp", price: "99.00" }],
      discounts: [
        { code: "0124D", percentage: "15" },
        { title: "Season", amount: "5" },
        { title: "By staff", kind: "manual", amount: "1.00" },
        { code: "SHIPFREE", percentage: "100", target: "shipping" },
      ],
      shipping: "8.00",
    });
    expect(body["discount_codes"]).toEqual([
      { code: "0124D", amount: "14.85", type: "percentage" },
      { code: "SHIPFREE", amount: "8.00", type: "shipping" },
    ]);
    expect(body["discount_applications"]).toMatchObject([
      {
        type: "discount_code",
        code: "0124D",
        value: "15.0",
        value_type: "percentage",
        target_type: "line_item",
      },
      { type: "automatic", title: "Season", value: "5.0", value_type: "fixed_amount" },
      { type: "manual", title: "By staff", description: "By staff" },
      { type: "discount_code", code: "SHIPFREE", target_type: "shipping_line" },
    ]);
  });
});

describe("withheld data", () => {
  const withheld = (protectedData: Record<string, string>) => {
    const { shop, control } = testShop();
    const order = placeWishedOrder(shop, {
      customer: {
        email: "x@mail.example",
        phone: "+61400000002",
        firstName: "X",
        addresses: [{ address1: "1 Lane", city: "Hobart", countryCode: "AU" }],
      },
    });
    const open = asSent({ topic: "orders/paid", order }, shop);
    return control("POST", "/protected-data", protectedData).then(() => {
      const body = asSent({ topic: "orders/paid", order }, shop);
      const customer = shop.data.customers.get(order.customerId ?? "")!;
      const own = asSent({ topic: "customers/update", customer }, shop);
      return { open, body, own, missing: Object.keys(open).filter((key) => !(key in body)) };
    });
  };

  it("leaves the same keys as the body of a live shop that withholds everything", async () => {
    const { body, missing } = await withheld({ name: "plan", address: "plan", email: "plan", phone: "plan" });
    expect(missing.sort()).toEqual(["contact_email", "email", "order_status_url", "phone"]);
    const left = ["country", "country_code", "province", "province_code"];
    expect(Object.keys(body["billing_address"] as Json).sort()).toEqual(left);
    expect(Object.keys(body["shipping_address"] as Json).sort()).toEqual(left);
    const customer = body["customer"] as Json;
    expect(Object.keys(customer).sort()).toEqual(
      "admin_graphql_api_id created_at currency default_address id multipass_identifier note state tax_exempt tax_exemptions updated_at verified_email".split(
        " ",
      ),
    );
    expect(Object.keys(customer["default_address"] as Json).sort()).toEqual(
      "company country country_code country_name customer_id default id province province_code".split(" "),
    );
  });

  it("field by field takes only that field", async () => {
    const { body, own, missing } = await withheld({ email: "approval" });
    expect(missing.sort()).toEqual(["contact_email", "email", "order_status_url"]);
    expect(body).toMatchObject({ customer: { first_name: "X", phone: "+61400000002" } });
    expect(body["customer"]).not.toHaveProperty("email");
    expect(own).not.toHaveProperty("email");
    expect(own).toMatchObject({ phone: "+61400000002", addresses: [{ address1: "1 Lane" }] });
  });

  it("of the whole customer leaves the order without one", async () => {
    const { body, own } = await withheld({ customer: "approval" });
    expect(body).not.toHaveProperty("customer");
    expect(body["billing_address"]).toMatchObject({ address1: "1 Lane" });
    expect(Object.keys(own).sort()).toEqual(["admin_graphql_api_id", "created_at", "id", "updated_at"]);
  });

  it("follows from the plan", async () => {
    const { shop, control } = testShop();
    const heard = listen(shop);
    const order = placeWishedOrder(shop, {});
    expect(await control("POST", "/plan", { plan: "basic" })).toMatchObject({
      protectedData: { customer: "plan", email: "plan" },
    });
    expect(asSent({ topic: "orders/paid", order }, shop)).not.toHaveProperty("email");
    expect(heard.map(({ topic }) => topic)).toContain("shop/update");
  });
});
