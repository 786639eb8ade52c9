import fc from "fast-check";
import { expect, it } from "vitest";
import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import { fulfil, hold, move, release, track, unfulfil } from "../controls/fulfilment-actions.ts";
import { cancel, edit, refund } from "../controls/order-actions.ts";
import type { Act } from "../controls/order-actions.ts";
import { placeWishedOrder } from "../controls/place-orders.ts";
import { testShop } from "../controls/test-shop.ts";
import { addLocation } from "../seed/add-location.ts";
import type { OrderRecord } from "../state/order-records.ts";
import { workOf } from "./fulfillment-work.ts";
import { fulfillableQuantity, unfulfilledQuantity } from "./statuses.ts";
import { isActive, remainingUnits } from "./work-states.ts";

const places = ["Main Warehouse", "Second Warehouse", "Fitzroy Store"];
const line = fc.record({ line: fc.nat(1), quantity: fc.integer({ min: 1, max: 3 }) });
const lines = fc.option(fc.uniqueArray(line, { minLength: 1, maxLength: 2, selector: (it) => it.line }), {
  nil: undefined,
});
const place = fc.option(fc.constantFrom(...places), { nil: undefined });

const step: fc.Arbitrary<readonly [Act, Record<string, unknown>]> = fc.oneof(
  fc.record({ lines, location: place }).map((body) => [fulfil, body] as const),
  fc.record({ lines, location: place }).map((body) => [hold, body] as const),
  fc.record({ location: place }).map((body) => [release, body] as const),
  fc.record({ lines, to: fc.constantFrom(...places), from: place }).map((body) => [move, body] as const),
  fc.constant([unfulfil, {}] as const),
  fc.constant([track, { tracking: { number: "1" } }] as const),
  fc
    .record({
      lines: fc.array(fc.record({ line: fc.nat(1), quantity: fc.constant(1), restock: fc.boolean() }), {
        minLength: 1,
        maxLength: 1,
      }),
    })
    .map((body) => [refund, { ...body, amount: "0" }] as const),
  fc
    .record({
      quantities: fc.array(fc.record({ line: fc.nat(1), quantity: fc.nat(5) }), {
        minLength: 1,
        maxLength: 1,
      }),
    })
    .map((body) => [edit, body] as const),
  fc.constant([edit, { add: [{ sku: "TEA-100", quantity: 2 }] }] as const),
  fc.constant([cancel, {}] as const),
);

/** What has to hold whatever happened: nothing is to be sent twice, and nothing is forgotten. */
function expectSound(order: OrderRecord): void {
  const { orders } = workOf(order);
  const ids = orders.flatMap(({ id, lines: parts }) => [id, ...parts.map((part) => part.id)]);
  expect(new Set(ids).size).toBe(ids.length);
  for (const sold of order.lines) {
    const waiting = orders
      .filter(isActive)
      .flatMap((workOrder) => workOrder.lines)
      .filter(({ lineId }) => lineId === sold.id)
      .reduce((sum, { remaining }) => sum + remaining, 0);
    expect(waiting).toBe(unfulfilledQuantity(sold));
    expect(fulfillableQuantity(order, sold)).toBeLessThanOrEqual(waiting);
    const sent = order.fulfillments
      .filter(({ status }) => status === "SUCCESS")
      .flatMap((fulfillment) => fulfillment.lines)
      .filter(({ lineId }) => lineId === sold.id)
      .reduce((sum, { quantity }) => sum + quantity, 0);
    expect(sold.fulfilled).toBe(sent);
  }
  for (const workOrder of orders) {
    for (const { total, remaining } of workOrder.lines) {
      expect(remaining).toBeGreaterThanOrEqual(0);
      expect(remaining).toBeLessThanOrEqual(total);
    }
    expect(workOrder.status === "ON_HOLD").toBe(workOrder.holds.length > 0);
    if (isActive(workOrder)) expect(remainingUnits(workOrder)).toBeGreaterThan(0);
  }
}

it("whatever happens to an order, what waits is what was not sent, once", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.boolean(), (steps, isSpread) => {
      const { shop } = testShop();
      addLocation(shop, { name: "Second Warehouse" });
      const home = [...shop.data.locations.values()];
      for (const variant of shop.data.variants.values()) {
        if (!isSpread) continue;
        const at = variant.sku === "TEA-100" ? home[0] : home.at(-1);
        if (at) variant.available = { [at.id]: 9 };
      }
      const order = placeWishedOrder(shop, {
        lines: [
          { sku: "MUG-STONE", quantity: 3 },
          { sku: "TEA-100", quantity: 2 },
        ],
      });
      expectSound(order);
      for (const [act, body] of steps) {
        try {
          act(shop, order, body);
        } catch (error) {
          if (!(error instanceof ControlError)) throw error;
        }
        expectSound(order);
      }
    }),
  );
});
