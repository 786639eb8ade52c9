import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Order } from "#domain/order/order.ts";
import { allParts, type AskedParts } from "../documents/asked-parts.ts";
import { companyLocationsById, customersById } from "../documents/customers.ts";
import { orderPages, ordersById } from "../documents/orders.ts";
import { interpret } from "../interpret.ts";
import { companyFromGraphql } from "./company-from-graphql.ts";
import { addPages, furtherPages } from "./connections.ts";
import { customerFromGraphql } from "./customer-from-graphql.ts";
import { orderFromGraphql } from "./order-from-graphql.ts";
import { createEmulatedShop, type OrderWish, type Step } from "./testing/emulated-shop.ts";

const kept = (record: unknown): unknown => JSON.parse(JSON.stringify(record));

const version = fc.constantFrom("2026-07" as const, "2026-10" as const);
const amount = fc.integer({ min: 1, max: 20_000 }).map((cents) => (cents / 100).toFixed(2));
const percentage = fc.integer({ min: 1, max: 100 }).map(String);
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 });
/** Without the properties that are undefined, as JSON has none. */
const sparse = <Value extends object>(value: fc.Arbitrary<Value>): fc.Arbitrary<object> =>
  value.map((whole) => Object.fromEntries(Object.entries(whole).filter(([, part]) => part !== undefined)));

const line = sparse(
  fc.record({
    title: fc.constantFrom("Engraving", "Gift wrap"),
    price: fc.oneof(amount, fc.constant("0.00")),
    quantity: optional(fc.integer({ min: 1, max: 7 })),
    sku: optional(fc.constantFrom("CUSTOM-1", "")),
    taxable: optional(fc.boolean()),
    requiresShipping: optional(fc.boolean()),
    giftCard: optional(fc.boolean()),
    properties: optional(fc.constant({ Text: "To Ada", _hidden: null })),
    discount: optional(fc.record({ percentage })),
  }),
);
const discount = fc.oneof(
  fc.record({ code: fc.constant("WELCOME"), percentage }),
  fc.record({ title: fc.constant("Autumn"), kind: fc.constantFrom("automatic", "manual"), amount }),
  fc.record({
    code: fc.constant("SHIPFREE"),
    percentage: fc.constant("100"),
    target: fc.constant("shipping"),
  }),
);
const wish = sparse(
  fc.record({
    financialStatus: optional(
      fc.constantFrom(
        "PAID",
        "PENDING",
        "AUTHORIZED",
        "VOIDED",
        "PARTIALLY_PAID",
        "REFUNDED",
        "PARTIALLY_REFUNDED",
      ),
    ),
    lines: optional(fc.array(line, { minLength: 1, maxLength: 3 })),
    randomLines: optional(fc.integer({ min: 1, max: 4 })),
    customer: optional(fc.constant(null)),
    email: optional(fc.constantFrom(null, "guest@example.com")),
    phone: optional(fc.constantFrom(null, "+61400000000")),
    discounts: optional(fc.array(discount, { maxLength: 2 })),
    shipping: optional(amount),
    taxExempt: optional(fc.boolean()),
    tip: optional(amount),
    tipLine: optional(fc.boolean()),
    duties: optional(amount),
    giftCard: optional(fc.constant("5.00")),
    currency: optional(fc.constantFrom("EUR", "JPY", "USD")),
    test: optional(fc.boolean()),
    pos: optional(fc.boolean()),
    draft: optional(fc.boolean()),
    tags: optional(fc.constantFrom(["b", "a"], ["vip"])),
    note: optional(fc.constantFrom(null, "Leave at the door", "")),
    attributes: optional(fc.constant([{ name: "gift", value: "yes" }])),
    largeIds: optional(fc.boolean()),
  }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ action: fc.constant("pay" as const), body: fc.constant({}) }),
  fc.record({ action: fc.constant("fulfil" as const), body: fc.constant({}) }),
  fc.record({
    action: fc.constant("cancel" as const),
    body: fc.record({ reason: fc.constantFrom("FRAUD", "STAFF") }),
  }),
  fc.record({
    action: fc.constant("refund" as const),
    body: fc.constantFrom(
      {},
      { lines: [{ line: 0, quantity: 1 }] },
      { amount: "1.00" },
      { lines: [{ line: 0 }], shipping: true },
    ),
  }),
  fc.record({
    action: fc.constant("edit" as const),
    body: fc.constantFrom(
      {},
      { quantities: [{ line: 0, quantity: 0 }] },
      { quantities: [{ line: 0, quantity: 9 }] },
    ),
  }),
  fc.record({
    action: fc.constant("change" as const),
    body: fc.constantFrom(
      { tags: ["z", "y"] },
      { note: "Call first" },
      { shippingAddress: null },
      { customer: null },
    ),
  }),
);
const protection = fc.constantFrom("ok" as const, "plan" as const, "approval" as const);

const shops = [
  createEmulatedShop({ currency: "AUD", taxesIncluded: true }),
  createEmulatedShop({ currency: "USD", taxesIncluded: false }),
];
type EmulatedShop = (typeof shops)[number];
type Version = Parameters<EmulatedShop["ask"]>[0];
const shopAt = (index: number): EmulatedShop => {
  const shop = shops[index];
  if (shop === undefined) throw new Error(`no shop ${index}`);
  return shop;
};
/** By number, so that a counterexample can be read. */
const shopIndex = fc.nat(shops.length - 1);

function byWebhook(shop: EmulatedShop, order: Parameters<EmulatedShop["tellByWebhook"]>[0]) {
  const tells = interpret({ topic: "orders/updated", body: shop.tellByWebhook(order) });
  if (tells.says !== "record") throw new Error(JSON.stringify(tells));
  return tells;
}

function byGraphql(shop: EmulatedShop, version: Version, id: string, parts: AskedParts): Order {
  const ask = (query: string, variables: Readonly<Record<string, unknown>>) =>
    shop.ask(version, query, variables) as { nodes: object[]; order: unknown };
  const { nodes } = ask(ordersById(parts), { ids: [`gid://shopify/Order/${id}`] });
  let [node] = nodes;
  if (node === undefined) throw new Error(`no order ${id}`);
  for (let pages = furtherPages(node); pages !== null; pages = furtherPages(node))
    node = addPages(node, ask(orderPages(parts), { ...pages }).order);
  return orderFromGraphql(node);
}

function isTipInOtherCurrency({ currency, presentmentCurrency, lines, totals }: Order): boolean {
  return totals.tip.shop !== "0" && currency !== presentmentCurrency && !lines.some((line) => line.tip);
}

describe("the emulated shop tells one record by both ways", () => {
  test("of an order through its life", () => {
    fc.assert(
      fc.property(
        shopIndex,
        wish,
        fc.array(step, { maxLength: 4 }),
        version,
        (index, wish, steps, version) => {
          const shop = shopAt(index);
          shop.protect({ customer: "ok", name: "ok", address: "ok", email: "ok", phone: "ok" });
          const order = shop.place(wish);
          fc.pre(order !== undefined);
          for (const next of [null, ...steps]) {
            if (next !== null) shop.act(order, next);
            const webhook = byWebhook(shop, order);
            const graphql = byGraphql(shop, version, order.id, allParts);
            if (webhook.complete) expect(kept(webhook.record)).toEqual(kept(graphql));
            // A body tells a tip in shop currency only, so that an order with one in another currency is read.
            else expect(isTipInOtherCurrency(graphql)).toBe(true);
            expect(webhook.withheld).toBe(false);
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  test("of an order whose buyer is withheld, in part or wholly", () => {
    fc.assert(
      fc.property(
        shopIndex,
        wish,
        fc.record({
          customer: protection,
          name: protection,
          address: protection,
          email: protection,
          phone: protection,
        }),
        version,
        (index, wish, protectedData, version) => {
          const shop = shopAt(index);
          const order = shop.place({ ...(wish as OrderWish), currency: shop.shop.settings.currency });
          fc.pre(order !== undefined);
          const parts = shop.protect(protectedData);
          const webhook = byWebhook(shop, order);
          expect(webhook.complete).toBe(true);
          expect(kept(webhook.record)).toEqual(kept(byGraphql(shop, version, order.id, parts)));
          if (Object.values(protectedData).every((verdict) => verdict === "ok"))
            expect(webhook.withheld).toBe(false);
          if (protectedData.email !== "ok") expect(webhook.withheld).toBe(true);
        },
      ),
      { numRuns: 80 },
    );
  });

  test("of each customer of the shop", () => {
    for (const shop of shops) {
      shop.protect({ customer: "ok", name: "ok", address: "ok", email: "ok", phone: "ok" });
      for (const id of shop.shop.data.customers.keys()) {
        const tells = interpret({ topic: "customers/update", body: shop.tellCustomerByWebhook(id) });
        const answer = shop.ask("2026-10", customersById(allParts), {
          ids: [`gid://shopify/Customer/${id}`],
        });
        const [node] = (answer as { nodes: object[] }).nodes;
        if (tells.says !== "record" || node === undefined) throw new Error(`customer ${id}: ${tells.says}`);
        expect(kept(tells.record)).toEqual(kept(customerFromGraphql(node)));
      }
    }
  });
});

test("an order of more lines than a page comes whole, by as many pages as it takes", () => {
  const shop = shopAt(0);
  shop.protect({ customer: "ok", name: "ok", address: "ok", email: "ok", phone: "ok" });
  const order = shop.place({ randomLines: 320, shipping: "5.00" });
  if (order === undefined) throw new Error("not placed");
  const graphql = byGraphql(shop, "2026-10", order.id, allParts);
  expect(graphql.lines).toHaveLength(320);
  const webhook = byWebhook(shop, order);
  expect(webhook.complete).toBe(false);
  expect(kept(webhook.record)).toEqual(kept(graphql));
});

test("a company at its location is read as a buyer", () => {
  const shop = shopAt(0);
  shop.protect({ customer: "ok", name: "ok", address: "ok", email: "ok", phone: "ok" });
  const [location] = shop.shop.data.companyLocations.values();
  if (location === undefined) throw new Error("no company");
  const company = shop.shop.data.companies.get(location.companyId);
  const answer = shop.ask("2026-07", companyLocationsById(allParts), {
    ids: [`gid://shopify/CompanyLocation/${location.id}`],
  });
  const [node] = (answer as { nodes: object[] }).nodes;
  if (node === undefined) throw new Error("no node");
  const buyer = companyFromGraphql(node);
  expect(buyer).toMatchObject({
    kind: "customers",
    origin: "company",
    id: `company:${location.companyId}:${location.id}`,
    companyName: company?.name,
    externalId: location.externalId ?? company?.externalId ?? null,
  });
  expect(buyer.billingAddress?.address1).toBe(location.billingAddress?.address1 ?? undefined);
});
