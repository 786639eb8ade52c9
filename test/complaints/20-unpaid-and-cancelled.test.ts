/**
 * Complaint 20: unpaid and cash-on-delivery orders are never invoiced; a cancellation after the invoice is ignored.
 * Sources: frappe/ecommerce_integrations#224, frappe/erpnext_shopify#191.
 * More of it: test/scenarios/order-filters.test.ts, test/scenarios/changes-after-arrival.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  takeTemplate,
  withFields,
  type OrderTemplate,
  type ToldOrder,
} from "#test/support/order-template.ts";
import { recordDeliveries, type Recorder } from "#test/support/recorded-deliveries.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { change, questionAbout, salesOrdersNamed, theSalesOrder, whenQuiet } from "#test/support/story.ts";

let world: SmallWorld;
let recorder: Recorder;
let template: OrderTemplate;
beforeAll(async () => {
  world = await startSmallWorld({ withoutWebhooks: true });
  recorder = await recordDeliveries(world);
  template = await takeTemplate(world, recorder, {
    lines: [{ sku: "MUG-STONE" }],
    customer: null,
    email: null,
  });
});
afterAll(async () => {
  recorder.close();
  await world.stop();
});

const moneyStates = {
  paid: "arrives",
  partially_refunded: "arrives",
  pending: "ORDER_NOT_PAID",
  authorized: "ORDER_NOT_PAID",
  partially_paid: "ORDER_NOT_PAID",
  expired: "ORDER_NOT_PAID",
  voided: "ORDER_VOIDED",
  refunded: "ORDER_REFUNDED",
  something_new: "ORDER_NOT_PAID",
} as const;
const goodsStates = [null, "partial", "fulfilled", "restocked", "something_new"];

interface Cell {
  readonly what: string;
  readonly told: ToldOrder;
  readonly expected: string;
}

/** Every state of the money with every state of the goods, cancelled and not. */
function matrix(): readonly Cell[] {
  return Object.entries(moneyStates).flatMap(([money, verdict]) =>
    goodsStates.flatMap((goods) =>
      [false, true].map((cancelled) => ({
        what: `${money}, ${goods ?? "unfulfilled"}${cancelled ? ", cancelled" : ""}`,
        told: template.tell(
          withFields({
            financial_status: money,
            fulfillment_status: goods,
            cancelled_at: cancelled ? "2026-03-01T12:00:00+11:00" : null,
            cancel_reason: cancelled ? "customer" : null,
          }),
        ),
        expected: cancelled ? "ORDER_CANCELLED" : verdict,
      })),
    ),
  );
}

describe("Which of my orders are booked depends on who knows what", () => {
  it("but all ninety states of money, goods and cancellation have one stated outcome each, and none is silence", async () => {
    const cells = matrix();
    expect(cells).toHaveLength(90);
    await Promise.all(cells.map(({ told }) => world.deliver("orders/updated", told.body)));
    await whenQuiet(world);
    const records = new Map(
      (await world.hub.records({ kind: "orders", limit: 1_000 })).map(({ title, outcome }) => [
        title,
        outcome,
      ]),
    );
    const booked = new Set((await world.salesOrders()).map(({ OrderNumber }) => OrderNumber));
    const seen = cells.map(({ what, told }) => {
      const outcome = records.get(told.name);
      const verdict =
        outcome?.state === "skipped"
          ? outcome.reason.code
          : outcome?.state === "synced"
            ? "arrives"
            : outcome;
      return { what, verdict, booked: booked.has(told.name) };
    });
    expect(seen).toEqual(
      cells.map(({ what, expected }) => ({ what, verdict: expected, booked: expected === "arrives" })),
    );
  });
});

describe("Cash on delivery was never invoiced", () => {
  it("but the order waits, says what it waits for, and is booked when the courier has brought the money", async () => {
    await world.hub.listeningAt(`${world.url}/webhooks/shopify`);
    const order = await world.place({
      lines: [{ sku: "MUG-STONE" }],
      payments: [{ gateway: "Cash on Delivery (COD)", status: "PENDING" }],
      financialStatus: "pending",
    });
    const { outcome } = await world.standing(order.name, "skipped");
    expect(outcome.reason).toMatchObject({
      code: "ORDER_NOT_PAID",
      message: expect.stringMatching(/waiting for payment.*looks again/) as string,
    });
    await change(world, order, "fulfil", {});
    await world.advance("P3D");
    await whenQuiet(world);
    await world.standing(order.name, "skipped");
    await change(world, order, "pay", { gateway: "Cash on Delivery (COD)" });
    await world.standing(order.name, "synced");
    expect((await theSalesOrder(world, order.name))["Total"]).toBe(Number(order.total));
  });
});

describe("I cancelled the order, and the invoice stayed", () => {
  it.each(["booked", "completed and invoiced"])(
    "when it was %s: the cancellation is a question that stays until I have seen to it",
    async (how) => {
      const order = await world.place({ lines: [{ sku: "MUG-STONE" }] });
      await world.standing(order.name, "synced");
      const { Guid } = await theSalesOrder(world, order.name);
      if (how !== "booked") await world.control(`/unleashed/salesorders/${String(Guid)}/complete`, {});
      const before = await theSalesOrder(world, order.name);
      await change(world, order, "cancel", {});
      const { attention, id } = await questionAbout(world, order.name);
      expect(attention).toMatchObject({
        code: "ORDER_CANCELLED_AFTER_ARRIVAL",
        message: expect.stringMatching(/was cancelled/) as string,
      });
      await world.advance("P7D");
      await whenQuiet(world);
      expect((await questionAbout(world, order.name)).id).toBe(id);
      expect(await salesOrdersNamed(world, order.name)).toEqual([before]);
      await world.hub.resolve(id, "accept", "merchant");
      await world.standing(order.name, "unchanged");
    },
  );
});
