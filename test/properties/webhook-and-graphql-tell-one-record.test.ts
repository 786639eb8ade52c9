import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { companyFromGraphql } from "#connectors/shopify/decode/company-from-graphql.ts";
import { addPages, furtherPages } from "#connectors/shopify/decode/connections.ts";
import { customerFromGraphql } from "#connectors/shopify/decode/customer-from-graphql.ts";
import { orderFromGraphql } from "#connectors/shopify/decode/order-from-graphql.ts";
import { allParts, type AskedParts } from "#connectors/shopify/documents/asked-parts.ts";
import { companyLocationsById, customersById } from "#connectors/shopify/documents/customers.ts";
import { orderPages, ordersById } from "#connectors/shopify/documents/orders.ts";
import { changeCustomer } from "#connectors/shopify/emulator/controls/change-customer.ts";
import { interpret } from "#connectors/shopify/interpret.ts";
import type { Customer } from "#domain/customer/customer.ts";
import type { Order } from "#domain/order/order.ts";
import {
  arbitrarySteps,
  arbitraryWish,
  everythingShown,
  shopAt,
  shopNumber,
  type EmulatedShop,
} from "#test/support/arbitrary-wish.ts";
import { runs } from "#test/support/random-runs.ts";

const kept = (record: unknown): unknown => JSON.parse(JSON.stringify(record));

const version = fc.constantFrom("2026-07" as const, "2026-10" as const);
const protection = fc.constantFrom("ok" as const, "plan" as const, "approval" as const);
const protectedParts = fc.record({
  customer: protection,
  name: protection,
  address: protection,
  email: protection,
  phone: protection,
});

type Version = Parameters<EmulatedShop["ask"]>[0];
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
      fc.property(shopNumber, arbitraryWish, arbitrarySteps, version, (number, wish, steps, version) => {
        const shop = shopAt(number);
        shop.protect(everythingShown);
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
      }),
      runs(40),
    );
  });

  test("of an order whose buyer is withheld, in part or wholly", () => {
    fc.assert(
      fc.property(shopNumber, arbitraryWish, protectedParts, version, (number, wish, hidden, version) => {
        const shop = shopAt(number);
        const order = shop.place({ ...wish, currency: shop.shop.settings.currency });
        fc.pre(order !== undefined);
        const parts = shop.protect(hidden);
        const webhook = byWebhook(shop, order);
        expect(webhook.complete).toBe(true);
        expect(kept(webhook.record)).toEqual(kept(byGraphql(shop, version, order.id, parts)));
        if (Object.values(hidden).every((verdict) => verdict === "ok")) expect(webhook.withheld).toBe(false);
        if (hidden.email !== "ok") expect(webhook.withheld).toBe(true);
      }),
      runs(40),
    );
  });

  test("of a customer, whatever is known of them and whatever of it is withheld", () => {
    const text = fc.option(fc.constantFrom("Ada", "Zoë 山田", " padded ", ""), { nil: null });
    const address = fc.record({
      address1: text,
      address2: text,
      city: text,
      zip: text,
      company: text,
      countryCode: fc.constantFrom("AU", "NZ", "US"),
    });
    const changes = fc.record(
      {
        firstName: text,
        lastName: text,
        phone: fc.option(fc.constantFrom("+61400000000", "+6421555000"), { nil: null }),
        note: text,
        tags: fc.uniqueArray(fc.constantFrom("vip", "b2b")),
        taxExempt: fc.boolean(),
        addresses: fc.array(address, { maxLength: 2 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        shopNumber,
        fc.nat(),
        changes,
        protectedParts,
        version,
        (number, who, body, hidden, version) => {
          const shop = shopAt(number);
          const customers = [...shop.shop.data.customers.values()];
          const customer = customers[who % customers.length];
          if (customer === undefined) throw new Error("no customer");
          changeCustomer(shop.shop, customer, body);
          for (const protectedData of [everythingShown, hidden]) {
            const parts = shop.protect(protectedData);
            const tells = customerByWebhook(shop, customer.id);
            // A body that shows nothing of the customer tells only that there was a change.
            expect(tells.says).toBe(parts.customer ? "record" : "changed");
            // Consent is told by GraphQL alone.
            if (tells.says !== "record") continue;
            const { emailConsent: _, ...byId } = customerByGraphql(shop, version, customer.id, parts);
            expect(kept(tells.record)).toEqual(kept(byId));
          }
        },
      ),
      runs(120),
    );
  });
});

const customerByWebhook = (shop: EmulatedShop, id: string) =>
  interpret({ topic: "customers/update", body: shop.tellCustomerByWebhook(id) });

function customerByGraphql(shop: EmulatedShop, version: Version, id: string, parts: AskedParts): Customer {
  const answer = shop.ask(version, customersById(parts), { ids: [`gid://shopify/Customer/${id}`] });
  const [node] = (answer as { nodes: object[] }).nodes;
  if (node === undefined) throw new Error(`no customer ${id}`);
  return customerFromGraphql(node);
}

test("an order of more lines than a page comes whole, by as many pages as it takes", () => {
  const shop = shopAt(0);
  shop.protect(everythingShown);
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
  shop.protect(everythingShown);
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
