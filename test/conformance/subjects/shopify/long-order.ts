import type { LongRecord, ShopHandle } from "../../source-subject.ts";
import { placeOrders } from "./records.ts";

const lines = 262;
const discounts = 124;
const shippingLines = 64;
const taxes = ["Federal", "State", "County", "City", "District", "Transit"];

/** An order with more lines, discounts and shipping lines than one answer, or even two, of Shopify hold. */
export async function placeLong(shop: ShopHandle): Promise<LongRecord> {
  const [order] = await placeOrders(shop, {
    customer: null,
    lines: Array.from({ length: lines }, (_, index) => ({
      title: `Part ${index + 1}`,
      price: "3.00",
      quantity: 1 + (index % 3),
    })),
    discounts: Array.from({ length: discounts }, (_, index) => ({
      code: `CODE-${index + 1}`,
      amount: "0.10",
      lines: [index],
    })),
    shipping: Array.from({ length: shippingLines }, (_, index) => ({
      title: `Parcel ${index + 1}`,
      price: "1.00",
    })),
    taxes: taxes.map((title) => ({ title, rate: "0.01" })),
  });
  if (order === undefined) throw new Error("no order was placed");
  return { key: order.key, rows: { lines, discounts, shippingLines }, taxesOfLine: taxes.length };
}
