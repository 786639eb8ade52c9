import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Facts } from "#connectors/kit/flow.ts";
import { interpret } from "#connectors/shopify/interpret.ts";
import { ordersFlow } from "#connectors/unleashed/flows/orders/orders-flow.ts";
import { shown, testFacts, testSettings } from "#connectors/unleashed/flows/orders/test-facts.ts";
import { exact } from "#domain/money.ts";
import type { Order } from "#domain/order/order.ts";
import {
  arbitrarySteps,
  arbitraryWish,
  everythingShown,
  shopAt,
  shopNumber,
} from "#test/support/arbitrary-wish.ts";
import { runs } from "#test/support/random-runs.ts";

/** Orders of the emulated shop, through their lives, told by webhook and taken to the sales order that would be written. */

const rates = ["0", "0.05", "0.1", "0.15", "0.0625"];
const account = { taxes: rates.map((rate) => ({ code: `T${rate}`, rate: Number(rate) })) };
const settings = testSettings({ rounding: { amountDecimals: 3 } });

/** An account that has every product. */
function factsOf(order: Order): Facts {
  const facts = testFacts(account, {}, { currency: order.currency });
  return {
    ...facts,
    listed: (need) =>
      need.list === "Products" ? { Guid: `product-${need.key}`, ProductCode: need.key } : facts.listed(need),
  };
}

/** What the shop says that the order comes to: as sold, or as it stands once less is left of it. */
function shopTotals(order: Order): readonly string[] {
  const { total, currentTotal, cashRounding } = order.totals;
  return [total, currentTotal].map((money) => exact(money.shop).plus(cashRounding.shop).toFixed());
}

describe("an order of the shop, whatever becomes of it before it arrives", () => {
  test("is booked to the cent of one of the shop's own totals, or is left to a person with the gap", () => {
    fc.assert(
      fc.property(shopNumber, arbitraryWish, arbitrarySteps, (number, wish, steps) => {
        const shop = shopAt(number);
        shop.protect(everythingShown);
        const placed = shop.place({ ...wish, test: false, financialStatus: "PAID" });
        fc.pre(placed !== undefined);
        for (const next of [null, ...steps]) {
          if (next !== null) shop.act(placed, next);
          const tells = interpret({ topic: "orders/updated", body: shop.tellByWebhook(placed) });
          if (tells.says !== "record" || tells.record.kind !== "orders") throw new Error(tells.says);
          const order = tells.record;
          if (!tells.complete || !ordersFlow.accept(order, settings).accepted) continue;
          const projection = ordersFlow.project(order, factsOf(order), settings);
          if (projection.made) {
            shown(projection.desired, "KWD");
            expect(shopTotals(order)).toContain(exact(projection.desired.body?.Total ?? NaN).toFixed());
            expect(ordersFlow.reconsider(order, projection.desired, settings).decision).toBe("unchanged");
            continue;
          }
          const { code, detail } = projection.attention;
          if (code === "NOTHING_TO_BOOK") expect(shopTotals(order)).toContain("0");
          else {
            // Money that was given back for more or less than the goods cannot be told from the order itself, nor a tip that no
            // line shows from a line that costs as much.
            expect(code).toBe("ORDER_TOTAL_MISMATCH");
            const isTipUntold = wish.tipLine === false && order.lines.some((line) => line.tip);
            expect(order.refunds.length > 0 || isTipUntold).toBe(true);
            expect(Number(detail?.["gap"])).not.toBe(0);
          }
        }
      }),
      runs(120),
    );
  });
});
