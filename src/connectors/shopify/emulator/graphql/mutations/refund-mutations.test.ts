import { describe, expect, it } from "vitest";
import { dataOf, read, startTestShop } from "../../test-shop.ts";
import type { TestShop } from "../../test-shop.ts";

const text = `mutation Refund($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) {
  refund { id note totalRefundedSet { shopMoney { amount } presentmentMoney { amount } }
    refundLineItems(first: 5) { nodes { quantity restockType restocked subtotalSet { shopMoney { amount } } totalTaxSet { shopMoney { amount } } } }
    refundShippingLines(first: 5) { nodes { subtotalAmountSet { shopMoney { amount } } taxAmountSet { shopMoney { amount } } } }
    transactions(first: 5) { nodes { kind gateway amountSet { shopMoney { amount } } } } }
  order { displayFinancialStatus totalRefundedSet { shopMoney { amount } } }
  userErrors { field message } } }`;

let keys = 0;

async function refund(shop: TestShop, input: Record<string, unknown>, key = `key-${(keys += 1)}`) {
  return dataOf(await shop.query(text, { input, key }))["refundCreate"];
}

async function partsOf(shop: TestShop, gid: string) {
  const order = dataOf(
    await shop.query(
      "query($id: ID!) { order(id: $id) { transactions { id } lineItems(first: 5) { nodes { id } } } }",
      {
        id: gid,
      },
    ),
  )["order"];
  return {
    payment: String(read(order, "transactions.0.id")),
    line: String(read(order, "lineItems.nodes.0.id")),
  };
}

/** 2 × 10.00, shipping 5.00, tax on top: 27.50. */
async function paidOrder(wish = {}) {
  const shop = await startTestShop();
  const { gid } = await shop.order({ lines: [{ sku: "TEA", quantity: 2 }], shipping: "5.00", ...wish });
  return { shop, gid, ...(await partsOf(shop, gid)) };
}

const money = (orderId: string, parentId: string, amount: string, kind = "REFUND") => ({
  transactions: [{ orderId, parentId, amount, kind, gateway: "whatever" }],
});

describe("a refund", () => {
  it("gives back goods, shipping with its tax, and money through the payment's own gateway", async () => {
    const { shop, gid, payment, line } = await paidOrder();
    const made = await refund(shop, {
      orderId: gid,
      note: "Broken",
      refundLineItems: [{ lineItemId: line, quantity: 1, restockType: "RETURN" }],
      shipping: { amount: "5.00" },
      ...money(gid, payment, "16.50"),
    });
    expect(made).toMatchObject({
      refund: {
        note: "Broken",
        totalRefundedSet: { shopMoney: { amount: "16.5" } },
        refundLineItems: {
          nodes: [
            {
              quantity: 1,
              restockType: "RETURN",
              restocked: true,
              subtotalSet: { shopMoney: { amount: "10.0" } },
              totalTaxSet: { shopMoney: { amount: "1.0" } },
            },
          ],
        },
        refundShippingLines: {
          nodes: [
            {
              subtotalAmountSet: { shopMoney: { amount: "5.0" } },
              taxAmountSet: { shopMoney: { amount: "0.5" } },
            },
          ],
        },
        transactions: {
          nodes: [
            { kind: "REFUND", gateway: "shopify_payments", amountSet: { shopMoney: { amount: "16.5" } } },
          ],
        },
      },
      order: {
        displayFinancialStatus: "PARTIALLY_REFUNDED",
        totalRefundedSet: { shopMoney: { amount: "16.5" } },
      },
      userErrors: [],
    });
  });

  it("moves no money unless transactions say so", async () => {
    const { shop, gid, line } = await paidOrder();
    expect(
      await refund(shop, { orderId: gid, refundLineItems: [{ lineItemId: line, quantity: 2 }] }),
    ).toMatchObject({
      refund: { totalRefundedSet: { shopMoney: { amount: "0.0" } }, transactions: { nodes: [] } },
      order: { displayFinancialStatus: "PAID" },
    });
  });

  it("is in the buyer's currency", async () => {
    const { shop, gid, payment } = await paidOrder({ currency: "NZD", rate: "2" });
    expect(
      await refund(shop, { orderId: gid, currency: "NZD", ...money(gid, payment, "11.00") }),
    ).toMatchObject({
      refund: { totalRefundedSet: { shopMoney: { amount: "5.5" }, presentmentMoney: { amount: "11.0" } } },
    });
  });

  it("is refused in Shopify's words", async () => {
    const { shop, gid, payment, line } = await paidOrder();
    const table: readonly (readonly [input: Record<string, unknown>, field: unknown, message: string])[] = [
      [{ orderId: "gid://shopify/Order/1" }, ["orderId"], "Order does not exist"],
      [
        { refundLineItems: [{ lineItemId: line, quantity: 3 }] },
        ["refundLineItems", "0", "quantity"],
        "Quantity cannot refund more items than were purchased",
      ],
      [
        money(gid, payment, "999.00"),
        null,
        "Refund amount $999.00 is greater than net payment received $27.50",
      ],
      [money(gid, payment, "1.00", "AUTHORIZATION"), null, "Kind authorization is not a valid transaction"],
      [
        money(gid, "gid://shopify/OrderTransaction/1", "1.00"),
        ["transactions"],
        "Transactions require a parent_id associated with the order",
      ],
    ];
    for (const [input, field, message] of table)
      expect(await refund(shop, { orderId: gid, ...input })).toMatchObject({
        refund: null,
        userErrors: [{ field, message }],
      });
    const read1 = dataOf(
      await shop.query("query($id: ID!) { order(id: $id) { refunds { id } } }", { id: gid }),
    );
    expect(read(read1, "order.refunds")).toEqual([]);
  });
});

describe("the idempotency key of a refund", () => {
  it("has to be there", async () => {
    const { shop, gid } = await paidOrder();
    const bare = `mutation($input: RefundInput!) { refundCreate(input: $input) { userErrors { message } } }`;
    const answer = await shop.query(bare, { input: { orderId: gid } });
    expect(answer.data).toEqual({ refundCreate: null });
    expect(answer.errors).toMatchObject([
      {
        message: "The @idempotent directive is required for this mutation but was not provided.",
        path: ["refundCreate"],
        extensions: { code: "BAD_REQUEST" },
      },
    ]);
    const blank = await shop.query(text, { input: { orderId: gid }, key: " " });
    expect(blank.errors).toMatchObject([{ extensions: { code: "BAD_REQUEST" } }]);
  });

  it("makes a repeated call give the first outcome, for a day", async () => {
    const { shop, gid, payment } = await paidOrder();
    const input = { orderId: gid, ...money(gid, payment, "1.00") };
    const first = await refund(shop, input, "same");
    const again = await refund(shop, input, "same");
    expect(read(again, "refund.id")).toBe(read(first, "refund.id"));
    expect(read(again, "order.totalRefundedSet.shopMoney.amount")).toBe("1.0");
    expect(await refund(shop, { ...input, note: "Other" }, "same")).toMatchObject({
      refund: null,
      userErrors: [
        {
          field: null,
          message: "The same idempotency key cannot be used with different operation parameters.",
        },
      ],
    });
    shop.clock.advance(24 * 60 * 60 * 1000);
    const late = await refund(shop, input, "same");
    expect(read(late, "refund.id")).not.toBe(read(first, "refund.id"));
    expect(read(late, "order.totalRefundedSet.shopMoney.amount")).toBe("2.0");
  });
});
