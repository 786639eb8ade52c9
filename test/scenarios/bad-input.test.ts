import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  takeTemplate,
  withFields,
  withLine,
  type OrderBody,
  type OrderTemplate,
} from "#test/support/order-template.ts";
import { recordDeliveries, type Recorder } from "#test/support/recorded-deliveries.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import {
  salesOrdersNamed,
  storyOf,
  theSalesOrder,
  watchCalls,
  whenQuiet,
  writesOf,
} from "#test/support/story.ts";

let world: SmallWorld;
let recorder: Recorder;
let template: OrderTemplate;
beforeAll(async () => {
  world = await startSmallWorld({ withoutWebhooks: true });
  recorder = await recordDeliveries(world);
  template = await takeTemplate(world, recorder, {
    lines: [{ sku: "MUG-STONE", quantity: 2 }, { sku: "TWL-LINEN" }],
    shipping: "9.95",
    customer: { firstName: "Ida", lastName: "Larkspur", email: "ida@mail.example" },
    shippingAddress: {
      firstName: "Ida",
      lastName: "Larkspur",
      address1: "1 High Street",
      city: "Newtown",
      zip: "2042",
    },
  });
});
afterAll(async () => {
  recorder.close();
  await world.stop();
});

/** A paid order that the shop does not show any more, after `change` had its way with it, and what to deliver. */
const paidOrder: OrderTemplate["tell"] = (change, id) => template.tell(change, id);

const firstLine = (over: OrderBody) => withLine(0, over);
const fields = withFields;

const money = (amount: string) => ({
  shop_money: { amount, currency_code: "AUD" },
  presentment_money: { amount, currency_code: "AUD" },
});

function nested(levels: number): unknown {
  return JSON.parse("[".repeat(levels) + "]".repeat(levels));
}

async function take(topic: string, body: string, id: string = randomUUID()): Promise<string> {
  expect(await world.deliver(topic, body, { id })).toBe(200);
  await whenQuiet(world);
  return id;
}

async function inboxOf(id: string) {
  const { rows } = await world.database.pool.query<{
    kind: string | null;
    outcome: string;
    reason: { code: string } | null;
    body: string;
  }>("select kind, outcome, reason, body from waybill.inbox where delivery_id = $1 and done_at is not null", [
    id,
  ]);
  expect(rows).toHaveLength(1);
  return rows[0];
}

describe("a delivery of an order topic that is no order", () => {
  it.each([
    ["no JSON", "this is not JSON", "NOT_JSON"],
    ["nothing", "", "NOT_JSON"],
    ["cut off", '{"id": 6800000000001, "line_items": [', "NOT_JSON"],
    ["HTML", "<!doctype html><title>Bad gateway</title>", "NOT_JSON"],
    ["a list", "[1, 2]", "UNLIKE_ITS_TOPIC"],
    ["null", "null", "UNLIKE_ITS_TOPIC"],
    ["a text", '"order"', "UNLIKE_ITS_TOPIC"],
    ["empty", "{}", "UNLIKE_ITS_TOPIC"],
    ["without a number", '{"id": "abc", "line_items": []}', "UNLIKE_ITS_TOPIC"],
    ["of something else", '{"admin_graphql_api_id": "gid://shopify/Product/1"}', "UNLIKE_ITS_TOPIC"],
  ])("(%s) is stored and failed, with the reason, and is not tried again", async (_what, body, code) => {
    const calls = watchCalls(world, "unleashed");
    const id = await take("orders/create", body);
    expect(await inboxOf(id)).toMatchObject({ outcome: "failed", reason: { code }, body });
    const failed = await world.hub.records({ outcome: "failed" });
    const record = failed.find(
      ({ recordId }) => recordId === `delivery:${id}` || recordId === "6800000000001",
    );
    expect(record?.outcome).toMatchObject({ state: "failed", reason: { code }, retryAt: null });
    expect((await world.hub.record(record?.id ?? "")).journal.at(-1)?.code).toBe(code);
    expect(writesOf(calls())).toEqual([]);
  });

  it.each<[string, (body: OrderBody) => void, string]>([
    ["lines that are a text", fields({ line_items: "none" }), "line_items"],
    ["a line that is null", fields({ line_items: [null] }), "line_items"],
    ["a quantity in words", firstLine({ quantity: "two" }), "line_items.quantity"],
    ["half a unit", firstLine({ quantity: 0.5 }), "line_items.quantity"],
    ["a quantity that no shop counts to", firstLine({ quantity: 1e300 }), "line_items.quantity"],
    ["a price in words", firstLine({ price_set: money("cheap") }), "line_items.price_set"],
    ["a time that is none", fields({ created_at: "yesterday" }), "created_at"],
  ])(
    "(an order with %s) is failed, and its story names the field; nothing is written",
    async (_what, change, field) => {
      const order = paidOrder(change);
      const calls = watchCalls(world, "unleashed");
      const id = await take("orders/paid", order.body);
      expect(await inboxOf(id)).toMatchObject({ outcome: "failed", reason: { code: "UNREADABLE_RECORD" } });
      const { record, journal } = await storyOf(world, order.id);
      expect(record.outcome).toMatchObject({
        state: "failed",
        reason: { code: "UNREADABLE_RECORD" },
        retryAt: null,
      });
      expect(journal.at(-1)?.message).toContain(`"${field}"`);
      expect(writesOf(calls())).toEqual([]);
    },
  );

  it("of a customer topic is failed and told in the journal of the store", async () => {
    const id = await take("customers/create", "this is not JSON");
    expect(await inboxOf(id)).toMatchObject({ outcome: "failed", reason: { code: "NOT_JSON" } });
    const { rows } = await world.database.pool.query<{ message: string }>(
      "select message from waybill.journal where kind is null and store = 'acme' and code = 'NOT_JSON'",
    );
    expect(rows.map(({ message }) => message)).toEqual([
      expect.stringContaining("customers/create") as string,
    ]);
  });

  it("holds up nobody: the right body arrives after the wrong one, and so do its neighbours", async () => {
    const wrong = paidOrder(fields({ line_items: "none" }));
    const [right, neighbour] = [paidOrder(undefined, wrong.id), paidOrder()];
    await Promise.all([
      world.deliver("orders/create", wrong.body),
      world.deliver("orders/paid", neighbour.body),
      world.deliver("orders/create", "not JSON"),
    ]);
    await world.standing(neighbour.name, "synced");
    await take("orders/paid", right.body);
    expect((await theSalesOrder(world, right.name))["Total"]).toBe(57.8);
  });
});

describe("an odd but valid order", () => {
  const family = "🎂 for 👩‍👩‍👧";
  const hebrew = "תל אביב \u202Eabc";
  it.each<[string, (body: OrderBody) => void, Record<string, unknown>]>([
    ["emoji", fields({ note: family }), { Comments: family }],
    [
      "writing from right to left",
      (body) => void Object.assign(body["shipping_address"] as OrderBody, { city: hebrew }),
      { DeliveryCity: hebrew },
    ],
    [
      "characters that no database keeps",
      fields({ note: "a\u0000b" }),
      { Comments: expect.stringMatching(/^a.b$/u) },
    ],
    ["half a character", fields({ note: "a\ud800b" }), { Comments: "a\ud800b" }],
    ["properties that are an object", firstLine({ properties: {} }), { Total: 57.8 }],
    [
      "properties of all kinds",
      firstLine({
        properties: [
          { name: "Size", value: 3 },
          { name: "None", value: null },
          { name: "Is", value: true },
        ],
      }),
      { Total: 57.8 },
    ],
    [
      "numbers beyond 2^53",
      fields({ total_weight: 2 ** 60, checkout_id: 2 ** 63, number: 2 ** 53 + 2 }),
      { Total: 57.8 },
    ],
    ["fields nested very deeply", fields({ extra: nested(2_000) }), { Total: 57.8 }],
    [
      "fields that nobody knows",
      fields({ __proto__x: 1, constructor: { prototype: 1 }, toString: 5 }),
      { Total: 57.8 },
    ],
  ])("with %s arrives whole", async (_what, change, expected) => {
    const order = paidOrder(change);
    await take("orders/paid", order.body);
    expect((await storyOf(world, order.id)).record.outcome.state).toBe("synced");
    expect(await theSalesOrder(world, order.name)).toMatchObject(expected);
  });

  it("of nearly 5 MB is taken, and what is over it is refused", async () => {
    const order = paidOrder(fields({ extra: "x".repeat(5 * 1024 * 1024 - template.body.length - 1_000) }));
    expect(order.body.length).toBeGreaterThan(5 * 1024 * 1024 - 2_000);
    await take("orders/paid", order.body);
    expect((await theSalesOrder(world, order.name))["Total"]).toBe(57.8);
    expect(await world.deliver("orders/paid", `${order.body}${" ".repeat(4_000)}`)).toBe(413);
  });

  it("with a value nested too deeply to be told is failed with a reason", async () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    const { id, body } = paidOrder(firstLine({ properties: [{ name: "Deep", value: "here" }] }));
    await take("orders/paid", body.replace('"here"', deep));
    const { record } = await storyOf(world, id);
    expect(record.outcome).toMatchObject({
      state: "failed",
      reason: { code: "UNLIKE_ITS_TOPIC" },
      retryAt: null,
    });
  });

  it("of a million units is written when its money agrees, else parked with the arithmetic", async () => {
    const parked = paidOrder(firstLine({ quantity: 1_000_000, current_quantity: 1_000_000 }));
    await take("orders/paid", parked.body);
    const { record } = await storyOf(world, parked.id);
    expect(record.outcome).toMatchObject({ state: "attention", reason: { code: "ORDER_TOTAL_MISMATCH" } });
    expect(record.outcome.reason.message).toContain("17450022.9");
    expect(await salesOrdersNamed(world, parked.name)).toEqual([]);
  });

  it("whose number lies beyond 2^53 is not taken for its neighbour", async () => {
    const ids = ["9007199254740993", "9007199254740992", "9007199254740994"];
    expect(new Set(ids.map(Number)).size).toBe(2);
    const neighbours = ids.map((id) => paidOrder(undefined, id));
    await Promise.all(neighbours.map(({ body }) => world.deliver("orders/paid", body)));
    await whenQuiet(world);
    for (const { name, id } of neighbours) expect((await theSalesOrder(world, name))["SourceId"]).toBe(id);
  });
});

describe("deliveries that are strange as such", () => {
  it("with the id of an earlier one count as that one, whatever their body says", async () => {
    const [first, second] = [paidOrder(), paidOrder()];
    const id = await take("orders/paid", first.body);
    expect(await take("orders/paid", second.body, id)).toBe(id);
    expect((await inboxOf(id))?.body).toBe(first.body);
    expect(await salesOrdersNamed(world, second.name)).toEqual([]);
    await take("orders/paid", second.body);
    await theSalesOrder(world, second.name);
  });

  it.each([
    "products/create",
    "orders/risk_assessment_changed",
    "orders/something_new",
    "nonsense",
    "ORDERS/PAID",
    "🎂",
  ])("of a topic that is not used (%s) are kept and leave no record", async (topic) => {
    const order = paidOrder();
    const before = await world.hub.records({ limit: 1_000 });
    const id = randomUUID();
    expect(await world.deliver(encodeURI(topic), order.body, { id })).toBe(200);
    await whenQuiet(world);
    expect(await inboxOf(id)).toMatchObject({
      kind: null,
      outcome: "nothing to do",
      reason: { code: "TOPIC_NOT_USED" },
    });
    expect(await world.hub.records({ limit: 1_000 })).toEqual(before);
    expect(await salesOrdersNamed(world, order.name)).toEqual([]);
  });
});
