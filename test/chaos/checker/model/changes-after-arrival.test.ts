import { expect, test } from "vitest";
import type { ShopOrder } from "../../shop-shapes.ts";
import { changeAfterArrival } from "./changes-after-arrival.ts";
import { line, money, shipping, shopOrder } from "./testing/shop-order.ts";

const carried = shopOrder({
  lines: [line({ quantity: 2 })],
  shipping: [shipping()],
  total: "25.00",
  subtotal: "20.00",
});
const changed = (over: Partial<ShopOrder>): string | null =>
  changeAfterArrival(carried, { ...carried, ...over });
const cancelledAt = "2026-03-02T00:00:00Z";
const one = { amount: "1.00", currencyCode: "AUD" };
const nothing = { nodes: [] };
const refunds = [
  {
    id: "gid://shopify/Refund/1",
    totalRefundedSet: { shopMoney: one, presentmentMoney: one },
    refundLineItems: nothing,
    refundShippingLines: nothing,
  },
];
const lines = (...nodes: ReturnType<typeof line>[]) => ({ lineItems: { nodes } });

test("what is not carried changes nothing", () => {
  expect(
    changed({
      tags: ["urgent"],
      note: "Ring twice",
      displayFinancialStatus: "PARTIALLY_REFUNDED",
      phone: "1",
      poNumber: "7",
    }),
  ).toBeNull();
  expect(
    changed(lines(line({ quantity: 2 }), line({ id: "2", quantity: 1, currentQuantity: 0 }))),
  ).toBeNull();
});

test("the gravest change is told", () => {
  const edited = lines(line({ quantity: 2, currentQuantity: 1 }));
  const shippingAddress = { ...address, city: "Hobart" };
  expect(changed({ cancelledAt, refunds, ...edited, shippingAddress })).toBe("ORDER_CANCELLED_AFTER_ARRIVAL");
  expect(changed({ refunds, ...edited, shippingAddress })).toBe("ORDER_REFUNDED_AFTER_ARRIVAL");
  expect(changed({ ...edited, shippingAddress })).toBe("ORDER_EDITED_AFTER_ARRIVAL");
  expect(changed({ shippingAddress })).toBe("ORDER_DELIVERY_CHANGED_AFTER_ARRIVAL");
  expect(changeAfterArrival(carried, null)).toBe("ORDER_DELETED_AFTER_ARRIVAL");
});

test.each<[string, Partial<ShopOrder>]>([
  ["a unit more", lines(line({ quantity: 3 }))],
  ["a line more", lines(line({ quantity: 2 }), line({ id: "2" }))],
  ["another price", lines(line({ quantity: 2, price: "9.00" }))],
  ["a discount", lines(line({ quantity: 2, discountAllocations: [{ allocatedAmountSet: money("1.00") }] }))],
  [
    "cheaper shipping",
    { shippingLines: { nodes: [shipping({ currentDiscountedPriceSet: money("4.00") })] } },
  ],
  ["a tip", { totalTipReceivedSet: money("2.00") }],
  ["another total", { currentTotalPriceSet: money("24.00") }],
])("%s is an edit", (_what, over) => {
  expect(changed(over)).toBe("ORDER_EDITED_AFTER_ARRIVAL");
});

const address = {
  firstName: "Jane",
  lastName: "Doe",
  name: "Jane Doe",
  company: null,
  address1: "1 High Street",
  address2: null,
  city: "Newtown",
  province: "New South Wales",
  provinceCode: "NSW",
  country: "Australia",
  countryCodeV2: "AU",
  zip: "2042",
  phone: null,
};
