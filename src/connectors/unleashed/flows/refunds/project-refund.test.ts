import { describe, expect, it } from "vitest";
import type { Facts } from "#connectors/kit/flow.ts";
import type { TaxLine } from "#domain/order/order.ts";
import type { Refund, RefundLine } from "#domain/refund/refund.ts";
import { buildOrder } from "#test/support/order-builder.ts";
import { unleashedSettings } from "../../settings.ts";
import { made, testFacts, testSettings } from "../orders/test-facts.ts";
import { mootRefund } from "./moot-refund.ts";
import { projectRefund } from "./project-refund.ts";

const money = (shop: string) => ({ shop, presentment: shop });
const gst: readonly TaxLine[] = [{ title: "GST", rate: "0.1", amount: money("1"), channelLiable: false }];

function line(over: Partial<RefundLine> = {}): RefundLine {
  return {
    lineId: "1",
    title: "Tea",
    sku: "TEA",
    variantId: "11",
    giftCard: false,
    quantity: 1,
    restock: "RETURN",
    subtotal: money("11"),
    tax: money("1"),
    taxes: gst,
    ...over,
  };
}

function refund(over: Partial<Refund> = {}): Refund {
  return {
    kind: "refunds",
    id: "700",
    orderId: "450789469",
    orderName: "#1001",
    orderCancelled: false,
    createdAt: "2026-03-02T20:00:00.000Z",
    updatedAt: "2026-03-02T20:00:00.000Z",
    currency: "AUD",
    taxesIncluded: true,
    lines: [line()],
    shipping: [],
    duties: [],
    total: money("11"),
    ...over,
  };
}

const withMoney = { mode: "credit", moneyProduct: "SHIP" } as const;

function credit(
  of: Refund,
  {
    refunds = withMoney,
    orders = {},
    decisions = {},
    includes,
  }: {
    refunds?: object;
    orders?: object;
    decisions?: Readonly<Record<string, string>>;
    includes?: readonly string[] | null;
  } = {},
) {
  const settings = unleashedSettings.parse({ refunds, orders });
  const account = testFacts({}, decisions);
  const order = made(buildOrder({ lines: [{ price: "11" }] }), account, testSettings());
  const booked = includes === null ? null : { ...order.booked, includes: includes ?? [] };
  const facts: Facts = { ...account, link: () => ({ externalId: "order", agreed: { ...order, booked } }) };
  const moot = mootRefund(of, facts, settings);
  if (moot !== null) return moot.code;
  const projection = projectRefund(of, facts, settings);
  if (!projection.made) return projection.attention.code;
  const { body, total, tax } = projection.desired;
  const lines = body.CreditLines.map(
    ({ Product: product, CreditQuantity: units, CreditPrice: price, Return: isBack }) =>
      `${units} ${product.ProductCode} @ ${price}${isBack ? " back" : ""}`,
  );
  return [...lines, `${body.Tax.TaxCode}: ${total} with ${tax}`];
}

describe("a credit is of what was given back, without tax", () => {
  it.each<[string, Refund, readonly string[]]>([
    ["tax inside the prices", refund(), ["1 TEA @ 10 back", "G.S.T.: 11 with 1"]],
    [
      "tax on top of the prices",
      refund({ taxesIncluded: false, lines: [line({ subtotal: money("10") })] }),
      ["1 TEA @ 10 back", "G.S.T.: 11 with 1"],
    ],
    [
      "units whose price has no end: they come to the cent",
      refund({
        lines: [line({ quantity: 3, subtotal: money("11"), tax: money("1") })],
      }),
      ["3 TEA @ 3.3333 back", "G.S.T.: 11 with 1"],
    ],
    [
      "goods that stay away, and goods that were never sent",
      refund({
        lines: [line({ restock: "NO_RESTOCK" }), line({ sku: "MUG", restock: "CANCEL" })],
        total: money("22"),
      }),
      ["1 TEA @ 10", "1 MUG @ 10", "G.S.T.: 22 with 2"],
    ],
    [
      "shipping, by the product that stands for it",
      refund({
        lines: [],
        shipping: [{ subtotal: money("5.5"), tax: money("0.5"), taxes: gst }],
        total: money("5.5"),
      }),
      ["1 SHIP @ 5", "G.S.T.: 5.5 with 0.5"],
    ],
    [
      "money without goods, which has no tax",
      refund({ lines: [], total: money("7.35") }),
      ["1 SHIP @ 7.35", "NONE: 7.35 with 0"],
    ],
    [
      "duties",
      refund({ lines: [], duties: [money("4"), money("2.5")], total: money("6.5") }),
      ["1 SHIP @ 6.5", "NONE: 6.5 with 0"],
    ],
    [
      "goods that came back without money: they go back into stock for nothing",
      refund({ total: money("0") }),
      ["1 TEA @ 0 back", "G.S.T.: 0 with 0"],
    ],
    [
      "tax that a marketplace remits, which was never the shop's",
      refund({
        lines: [line({ taxes: gst.map((tax) => ({ ...tax, channelLiable: true })) })],
        total: money("11"),
      }),
      ["1 TEA @ 10 back", "NONE: 10 with 0"],
    ],
  ])("%s", (_what, of, says) => {
    expect(credit(of)).toEqual(says);
  });

  it("takes goods for the products that the sales order has them as", () => {
    const unmatched = refund({ lines: [line({ sku: "OLD-TEA" })] });
    expect(credit(unmatched)).toBe("REFUND_PRODUCT_UNKNOWN");
    const mapped = ["1 TEA @ 10 back", "G.S.T.: 11 with 1"];
    expect(credit(unmatched, { orders: { products: { map: { "OLD-TEA": "TEA" } } } })).toEqual(mapped);
    expect(credit(unmatched, { decisions: { "UNKNOWN_PRODUCT/OLD-TEA": "map=TEA" } })).toEqual(mapped);
    const asCharge = { decisions: { "UNKNOWN_PRODUCT/OLD-TEA": "charge-line" } };
    expect(credit(unmatched, asCharge)).toEqual(["1 SHIP @ 10 back", "G.S.T.: 11 with 1"]);
  });

  it("puts goods that were never sent back into stock where the settings say so", () => {
    const unsent = refund({ lines: [line({ restock: "CANCEL" })] });
    expect(credit(unsent, { refunds: { ...withMoney, returnUnsent: true } })).toEqual([
      "1 TEA @ 10 back",
      "G.S.T.: 11 with 1",
    ]);
  });
});

describe("what a credit cannot say is asked, and what needs none is left out", () => {
  it.each<[string, Refund, string]>([
    ["money kept back", refund({ total: money("8") }), "REFUND_LESS_THAN_GOODS"],
    [
      "goods with different taxes",
      refund({
        lines: [line(), line({ sku: "MUG", tax: money("0"), taxes: [] })],
        total: money("22"),
      }),
      "REFUND_TAX_UNCLEAR",
    ],
    [
      "tax that no code comes to",
      refund({ lines: [line({ subtotal: money("11"), tax: money("1.5") })] }),
      "REFUND_TAX_UNCLEAR",
    ],
    [
      "amounts finer than the account keeps",
      refund({ lines: [line({ subtotal: money("1.001"), tax: money("0.091") })], total: money("1.001") }),
      "REFUND_TOO_FINE",
    ],
    ["an order that was cancelled", refund({ orderCancelled: true }), "REFUND_OF_CANCELLED_ORDER"],
    [
      "nothing at all",
      refund({ lines: [line({ restock: "NO_RESTOCK" })], total: money("0") }),
      "NOTHING_TO_CREDIT",
    ],
  ])("%s", (_what, of, code) => {
    expect(credit(of)).toBe(code);
  });

  it("a refund that the sales order has no part of, and one of a sales order of which nothing is known", () => {
    expect(credit(refund(), { includes: ["700"] })).toBe("REFUND_BEFORE_ARRIVAL");
    expect(credit(refund(), { includes: null })).toBe("REFUND_OF_UNKNOWN_ORDER");
  });

  it("money while no product stands for it", () => {
    const onlyMoney = refund({ lines: [], total: money("3") });
    expect(credit(onlyMoney, { refunds: { mode: "credit" } })).toBe("REFUND_NEEDS_PRODUCT");
  });
});

it("a sales order that a person had booked as sold counts what was given back before as seen to: they were told to credit it by hand", () => {
  const order = buildOrder({
    lines: [{ price: "11", quantity: 2, current: 1 }],
    over: { financialStatus: "PARTIALLY_REFUNDED", refunds: ["700"] },
  });
  const settings = testSettings({ partlyRefunded: "attention" });
  const chosen = made(order, testFacts({}, { [`ORDER_BASIS/${order.id}`]: "as-sold" }), settings);
  expect(chosen.booked?.includes).toEqual(["700"]);
  const bySetting = made(order, testFacts(), testSettings({ partlyRefunded: "as-sold" }));
  expect(bySetting.booked?.includes).toEqual([]);
});
