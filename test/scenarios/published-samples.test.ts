import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unleashedCatalogue } from "#sandbox/unleashed-catalogue.ts";
import { usualCatalogue } from "#connectors/shopify/emulator/seed/usual-catalogue.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { questionAbout, storyOf, theSalesOrder, whenQuiet } from "#test/support/story.ts";
import {
  isOrderSample,
  orderSample,
  sampleOf,
  sampleTopics,
  sampleVersions,
} from "#test/support/webhook-samples.ts";

const usd = {
  shop: { currency: "USD", taxesIncluded: false },
  unleashed: { seed: { ...unleashedCatalogue(usualCatalogue), baseCurrency: "USD" } },
};

let world: SmallWorld;
beforeAll(async () => {
  world = await startSmallWorld({ withoutWebhooks: true, ...usd });
});
afterAll(() => world.stop());

async function inboxRow(deliveryId: string) {
  const { rows } = await world.database.pool.query<{
    kind: string | null;
    record_id: string | null;
    outcome: string;
    reason: { code: string } | null;
  }>(
    "select kind, record_id, outcome, reason from waybill.inbox where delivery_id = $1 and done_at is not null",
    [deliveryId],
  );
  return rows;
}

/** Ids in the samples went through JavaScript and were rounded; where the id stands as text too, the text counts. */
const order = "orders:820982911946154508";
const roundedOrder = "orders:820982911946154500";
const customer = "customers:706405506930370084";

describe("the samples that Shopify publishes", () => {
  const expected: Readonly<Record<string, readonly [record: string | null, outcome: string, code: string]>> =
    {
      "customers/create": [customer, "used", "NOT_NEEDED_YET"],
      "customers/data_request": [null, "used", "CUSTOMER_DATA_REQUESTED"],
      "customers/delete": [customer, "used", "DELETED_IN_SHOP"],
      // The samples before have deleted this customer, and the shop does not know it: it stays deleted.
      "customers/disable": [customer, "used", "DELETED_IN_SHOP"],
      "customers/enable": [customer, "used", "DELETED_IN_SHOP"],
      "customers/merge": [null, "nothing to do", "MERGE_FAILED"],
      "customers/purchasing_summary": ["customers:1", "read again", "NOT_IN_SHOP"],
      "customers/redact": [null, "used", "CUSTOMER_REDACTED"],
      "customers/update": [customer, "used", "DELETED_IN_SHOP"],
      "orders/cancelled": [order, "read again", "ORDER_CANCELLED"],
      "orders/create": [order, "read again", "ORDER_CANCELLED"],
      "orders/delete": [roundedOrder, "used", "DELETED_IN_SHOP"],
      "orders/edited": [roundedOrder, "read again", "DELETED_IN_SHOP"],
      "orders/fulfilled": [order, "read again", "ORDER_CANCELLED"],
      "orders/link_requested": [order, "read again", "ORDER_CANCELLED"],
      "orders/paid": [order, "read again", "ORDER_CANCELLED"],
      "orders/partially_fulfilled": [order, "read again", "ORDER_CANCELLED"],
      "orders/risk_assessment_changed": [null, "nothing to do", "TOPIC_NOT_USED"],
      "orders/shopify_protect_eligibility_changed": [null, "nothing to do", "TOPIC_NOT_USED"],
      "orders/updated": [order, "read again", "ORDER_CANCELLED"],
    };

  it("are all looked at here", () => {
    expect(Object.keys(expected)).toEqual([...sampleTopics("customers"), ...sampleTopics("orders")]);
  });

  it.each(Object.entries(expected))(
    "%s gets 200, and what became of it is told",
    async (topic, [record, outcome, code]) => {
      expect(await world.deliver(topic, JSON.stringify(sampleOf(topic)), { id: topic })).toBe(200);
      await whenQuiet(world);
      const [row, ...others] = await inboxRow(topic);
      expect(others).toEqual([]);
      expect(row).toMatchObject({ outcome });
      expect(row?.kind === null ? null : `${row?.kind}:${row?.record_id}`).toBe(record);
      if (record !== null) {
        const story = await storyOf(world, record);
        expect(story.record.outcome.reason.code).toBe(code);
        expect(story.record.outcome.reason.message).not.toBe("");
        expect(story.journal.filter(({ message }) => message.includes(`(${topic})`))).toHaveLength(1);
      } else if (row?.reason !== null) expect(row?.reason.code).toBe(code);
      else {
        const { rows } = await world.database.pool.query<{ code: string }>(
          "select code from waybill.journal where kind is null and code = $1",
          [code],
        );
        expect(rows).toHaveLength(1);
      }
    },
  );

  it("of earlier versions get 200 as well, and each leaves an outcome", async () => {
    const versions = sampleVersions();
    expect(versions.length).toBeGreaterThan(10);
    const ids: string[] = [];
    for (const version of versions) {
      const topics = [...sampleTopics("orders", version), ...sampleTopics("customers", version)];
      const statuses = await Promise.all(
        topics.map((topic) => {
          const id = `${version} ${topic}`;
          ids.push(id);
          return world.deliver(topic, JSON.stringify(sampleOf(topic, version)), { id });
        }),
      );
      expect(new Set(statuses)).toEqual(new Set([200]));
    }
    await whenQuiet(world);
    const { rows } = await world.database.pool.query<{ delivery_id: string; outcome: string | null }>(
      "select delivery_id, outcome from waybill.inbox where delivery_id = any($1)",
      [ids],
    );
    expect(rows).toHaveLength(ids.length);
    expect(rows.filter(({ outcome }) => outcome === null || outcome === "failed")).toEqual([]);
    const defects = await world.hub.records({ outcome: "failed" });
    expect(new Set(defects.map(({ outcome }) => outcome.reason.code))).toEqual(new Set(["NOT_IN_SHOP"]));
  });

  it("wrote nothing, for none of them is a paid order", async () => {
    expect(await world.salesOrders()).toEqual([]);
    expect(await world.customers()).toEqual([]);
  });
});

describe("orders like the samples, but paid", () => {
  const topics = sampleTopics("orders").filter(isOrderSample);
  const paid = { financial_status: "paid", cancelled_at: null, cancel_reason: null, test: false };
  const orders = topics.map((topic, index) => ({ topic, body: orderSample(topic, index + 1, paid) }));

  it("wait for a person, who is told which products Unleashed does not have and what can be done", async () => {
    expect(topics).toHaveLength(7);
    for (const { topic, body } of orders)
      expect(await world.deliver(topic, JSON.stringify(body), { id: randomUUID() })).toBe(200);
    await whenQuiet(world);
    for (const { body } of orders) {
      const { attention } = await questionAbout(world, body.name);
      expect(attention.code).toBe("UNKNOWN_PRODUCT");
      for (const sku of ["SKU2006-001", "SKU2006-020", "SKU2006-035"])
        expect(attention.message).toContain(sku);
      expect(attention.choices.map(({ choice }) => choice)).toEqual(
        expect.arrayContaining([
          "map:SKU2006-001=<code>",
          "create",
          "charge-line",
          "ignore-line",
          "leave-out",
        ]),
      );
    }
    expect(await world.salesOrders()).toEqual([]);
  });

  it("arrive with equal totals once the products are there", async () => {
    const skus = new Set(orders.flatMap(({ body }) => body.line_items.map(({ sku }) => sku)));
    await world.control(
      "/unleashed/products",
      [...skus].map((code) => ({ code, price: 1 })),
    );
    expect(await world.hub.retry({ cause: "UNKNOWN_PRODUCT" })).toBe(orders.length);
    await whenQuiet(world);
    for (const { body } of orders) {
      const sold = await theSalesOrder(world, body.name);
      expect(sold["Total"]).toBe(Number(body.current_total_price));
      expect((await storyOf(world, body.name)).record.outcome).toMatchObject({
        state: "synced",
        reason: { code: "WRITTEN_AND_READ_BACK" },
      });
    }
    expect(await world.hub.attention()).toEqual([]);
  });
});
