import { describe, expect, it } from "vitest";
import { amount, exact } from "#domain/money.ts";
import type { Order } from "#domain/order/order.ts";
import { convertedOneByOne } from "#test/support/converted-order.ts";
import type { OrderInput } from "#test/support/order-builder.ts";
import { projectOrder } from "./project-order.ts";
import { made, shown, testFacts, testSettings } from "./test-facts.ts";

const three: OrderInput = {
  lines: [{ price: "3.33" }, { price: "3.33" }, { price: "3.33", sku: "MUG" }],
  shipping: [{ price: "4.45" }],
};

describe("an order in another currency than the shop's", () => {
  it("comes to the shop's sums, and says on which lines the cents were moved", () => {
    const order = convertedOneByOne(three, "1.5202");
    // Three lines of 5.06 come to 15.18, and their sum of 9.99 is 15.19.
    expect(order.totals.subtotal.shop).toBe("15.19");
    const desired = made(order, testFacts(), testSettings());
    shown(desired);
    expect(desired.body?.Total).toBe(Number(order.totals.total.shop));
    expect(desired.body?.TaxTotal).toBe(Number(order.totals.tax.shop));
    expect(desired.notes.join("\n")).toContain("by which amounts rounded one by one differ");
  });

  it("is not helped when the gap is no rounding, and nothing is moved in an order of one currency", () => {
    const order = convertedOneByOne(three, "1.5202");
    const subtotal = { shop: "15.59", presentment: "9.99" };
    const total = { ...order.totals.total, shop: amount(exact(order.totals.total.shop).plus("0.4")) };
    const asks = (changed: Order) => {
      const projection = projectOrder(changed, testFacts(), testSettings());
      return projection.made ? "made" : projection.attention.code;
    };
    expect(asks({ ...order, totals: { ...order.totals, subtotal, total } })).toBe("ORDER_TOTAL_MISMATCH");
    expect(asks({ ...order, presentmentCurrency: "AUD" })).toBe("ORDER_TOTAL_MISMATCH");
  });
});
