import { describe, expect, it } from "vitest";
import type { OrderWish } from "../../controls/order-schema.ts";
import { placeWishedOrder } from "../../controls/place-orders.ts";
import { testShop } from "../../controls/test-shop.ts";
import { asSent } from "./test-as-sent.ts";
import type { Json } from "./test-as-sent.ts";

describe("an order's body", () => {
  const bodyOf = (wish: OrderWish) => {
    const { shop } = testShop();
    const order = placeWishedOrder(shop, wish);
    return { shop, order, body: asSent({ topic: "orders/create", order }, shop) };
  };

  it("of a guest says so as live bodies do", () => {
    const { body } = bodyOf({ customer: null });
    expect(body).toMatchObject({
      customer: null,
      email: "",
      contact_email: null,
      billing_address: null,
      company: null,
    });
  });

  it("prints times in the shop's own zone, whole seconds", () => {
    const { body } = bodyOf({ createdAt: "2026-01-15T02:03:04.567Z" });
    expect(body["created_at"]).toBe("2026-01-15T13:03:04+11:00");
    expect(bodyOf({ createdAt: "2026-07-15T02:03:04Z" }).body["created_at"]).toBe(
      "2026-07-15T12:03:04+10:00",
    );
  });

  it("keeps SKU and title of a product that was deleted, without its ids", async () => {
    const { shop, control } = testShop();
    const order = placeWishedOrder(shop, { lines: [{ sku: "CLK-WALL" }] });
    await control("POST", "/products/{id}/delete", {}, { id: order.lines[0]?.productId ?? "" });
    const [line] = asSent({ topic: "orders/updated", order }, shop)["line_items"] as Json[];
    expect(line).toMatchObject({
      sku: "CLK-WALL",
      title: "Wall Clock",
      product_exists: false,
      product_id: null,
      variant_id: null,
    });
  });

  it("prints a missing SKU as empty text, and amounts with the currency's own decimals", () => {
    const { body } = bodyOf({ lines: [{ title: "Gift wrap", price: "5" }], currency: "JPY", rate: "98.765" });
    expect((body["line_items"] as Json[])[0]).toMatchObject({
      sku: "",
      price: "5.00",
      price_set: { presentment_money: { amount: "494", currency_code: "JPY" } },
    });
  });

  it("marks a tip's line and leaves it out of the goods", () => {
    const { body } = bodyOf({ lines: [{ title: "Tea", price: "10.00", taxable: false }], tip: "2.50" });
    expect(body).toMatchObject({
      total_tip_received: "2.50",
      total_line_items_price: "10.00",
      total_price: "12.50",
    });
    const lines = body["line_items"] as Json[];
    expect(lines.map((line) => [line["title"], "tip" in line])).toEqual([
      ["Tea", false],
      ["Tip", true],
    ]);
    expect(bodyOf({ tip: "2.50", tipLine: false }).body["line_items"]).toHaveLength(1);
  });

  it("tells codes, and what they took off, besides the applications", () => {
    const { body } = bodyOf({
      lines: [{ title: "Lamp", price: "99.00" }],
      discounts: [
        { code: "0124D", percentage: "15" },
        { title: "Season", amount: "5" },
        { title: "By staff", kind: "manual", amount: "1.00" },
        { code: "SHIPFREE", percentage: "100", target: "shipping" },
      ],
      shipping: "8.00",
    });
    expect(body["discount_codes"]).toEqual([
      { code: "0124D", amount: "14.85", type: "percentage" },
      { code: "SHIPFREE", amount: "8.00", type: "shipping" },
    ]);
    expect(body["discount_applications"]).toMatchObject([
      {
        type: "discount_code",
        code: "0124D",
        value: "15.0",
        value_type: "percentage",
        target_type: "line_item",
      },
      { type: "automatic", title: "Season", value: "5.0", value_type: "fixed_amount" },
      { type: "manual", title: "By staff", description: "By staff" },
      { type: "discount_code", code: "SHIPFREE", target_type: "shipping_line" },
    ]);
  });
});
