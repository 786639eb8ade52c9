import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Order } from "#domain/order/order.ts";
import { interpret } from "../interpret.ts";
import { customerFromGraphql } from "./customer-from-graphql.ts";
import { orderFromGraphql } from "./order-from-graphql.ts";
import { customerArbitrary, orderArbitrary, type AbstractOrder } from "./testing/order-shapes.ts";
import { tellByGraphql, tellCustomerByGraphql } from "./testing/tell-by-graphql.ts";
import { tellByWebhook, tellCustomerByWebhook } from "./testing/tell-by-webhook.ts";

/** What is kept of a record: unknown values are left out, as JSON does. */
const kept = (record: unknown): unknown => JSON.parse(JSON.stringify(record));

function byWebhook(order: AbstractOrder) {
  const tells = interpret({ topic: "orders/updated", body: tellByWebhook(order) });
  if (tells.says !== "record" || tells.record.kind !== "orders") throw new Error(JSON.stringify(tells));
  return { order: tells.record, complete: tells.complete, withheld: tells.withheld };
}

const [example] = fc.sample(orderArbitrary, { seed: 1, numRuns: 1 });
if (example === undefined) throw new Error("no sample");

/** An order of which nothing is special but what the test says. */
function told(changes: Partial<AbstractOrder>): { webhook: ReturnType<typeof byWebhook>; graphql: Order } {
  const order: AbstractOrder = { ...plain, ...changes };
  return { webhook: byWebhook(order), graphql: orderFromGraphql(tellByGraphql(order)) };
}

const plain: AbstractOrder = { ...example, tip: "none", sameCurrency: true, fees: null, company: null };

describe("an order is the same record, whether a webhook or GraphQL told it", () => {
  test("whatever it holds", () => {
    fc.assert(
      fc.property(orderArbitrary, (order) => {
        const webhook = byWebhook(order);
        const graphql = orderFromGraphql(tellByGraphql(order));
        const isTipUntold =
          order.tip === "unlisted" && !order.sameCurrency && !webhook.order.lines.some((line) => line.tip);
        expect(webhook.complete).toBe(!isTipUntold);
        if (webhook.complete) expect(kept(webhook.order)).toEqual(kept(graphql));
        expect(webhook.withheld).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test("a customer too", () => {
    fc.assert(
      fc.property(customerArbitrary, (customer) => {
        const tells = interpret({ topic: "customers/update", body: tellCustomerByWebhook(customer) });
        if (tells.says !== "record") throw new Error(JSON.stringify(tells));
        expect(kept(tells.record)).toEqual(kept(customerFromGraphql(tellCustomerByGraphql(customer))));
        expect(tells).toMatchObject({ complete: true, withheld: false });
      }),
    );
  });
});

describe("what the record says", () => {
  test("ids above 2^53 keep every digit", () => {
    const id = "9223372036854775807";
    const [line] = plain.lines;
    if (line === undefined) throw new Error("no line");
    const { webhook, graphql } = told({
      id,
      lines: [{ ...line, id, product: { id, variant: "9007199254740993" } }],
      company: { id, location: "9007199254740995" },
      refunds: ["9007199254740993", "5"],
    });
    for (const order of [webhook.order, graphql]) {
      expect(order.id).toBe(id);
      expect(order.lines[0]).toMatchObject({ id, productId: id, variantId: "9007199254740993" });
      expect(order.company).toEqual({ id, locationId: "9007199254740995" });
      expect(order.refunds).toEqual(["5", "9007199254740993"]);
    }
  });

  test("times in UTC with milliseconds, tags and gateways sorted, blank texts as empty", () => {
    const { webhook } = told({
      createdAt: Date.UTC(2026, 2, 1, 10),
      tags: ["vip", "Wholesale", "vip"],
      gateways: ["shopify_payments", "gift_card"],
      email: null,
      note: "  ",
    });
    expect(webhook.order).toMatchObject({
      createdAt: "2026-03-01T10:00:00.000Z",
      tags: ["Wholesale", "vip"],
      gateways: ["gift_card", "shopify_payments"],
      email: null,
      note: null,
    });
  });

  test("a location only for the point of sale: draft orders carry one that GraphQL does not tell", () => {
    expect(told({ sourceName: "shopify_draft_order", location: "5" }).webhook.order.locationId).toBeNull();
    expect(told({ sourceName: "pos", location: "5" }).webhook.order.locationId).toBe("5");
  });

  test("sent in part although the rest is on hold", () => {
    const { webhook, graphql } = told({ fulfillment: "some, rest on hold" });
    expect(webhook.order.fulfillmentStatus).toBe("PARTIALLY_FULFILLED");
    expect(graphql.fulfillmentStatus).toBe("PARTIALLY_FULFILLED");
  });

  test("a tip as a line is marked, and its amount in both currencies is the line's", () => {
    const { webhook, graphql } = told({ tip: "line", sameCurrency: false, tipAmount: [250, 155] });
    for (const { lines, totals } of [webhook.order, graphql]) {
      expect(lines.filter((line) => line.tip).map((line) => line.title)).toEqual(["Tip"]);
      expect(totals.tip).toEqual({ shop: "2.5", presentment: "1.55" });
    }
  });

  test("a tip that no line shows, in another currency: the order has to be read", () => {
    const lines = plain.lines.map((line) => ({ ...line, ships: true }));
    expect(told({ lines, tip: "unlisted", sameCurrency: false }).webhook.complete).toBe(false);
    expect(told({ lines, tip: "unlisted", sameCurrency: true }).webhook.complete).toBe(true);
    expect(told({ lines, tip: "none", sameCurrency: false }).webhook.complete).toBe(true);
  });
});
