import { divideRounded, isZero, subtract } from "../../state/money.ts";
import type { Money } from "../../state/money.ts";
import { gid } from "../../state/ids.ts";
import type { LineRecord, OrderRecord, ShippingLineRecord } from "../../state/order-records.ts";
import {
  allocated,
  currentQuantity,
  currentShipping,
  currentTaxLines,
  currentTotal,
  discountedShipping,
  discountedTotal,
  lineLevelDiscount,
  originalTotal,
  taxTotal,
} from "../../orders/line-sums.ts";
import { fulfillableQuantity, unfulfilledQuantity } from "../../orders/statuses.ts";
import type { GraphContext } from "../graph-context.ts";
import { typeFields } from "../type-fields.ts";
import { moneyBag, moneyV2 } from "../views.ts";
import { allocationView } from "./discount-views.ts";
import { taxLineView } from "./tax-line-view.ts";

function orderOf(line: LineRecord, { shop }: GraphContext): OrderRecord {
  const order = shop.data.orders.get(line.orderId);
  if (!order) throw new Error(`line item ${line.id} has lost its order`);
  return order;
}

function perUnit(total: Money, quantity: number): Money {
  const divisor = BigInt(Math.max(1, quantity));
  return { shop: divideRounded(total.shop, divisor), presentment: divideRounded(total.presentment, divisor) };
}

/** What of a line remains after discounts on the line itself; codes only when asked for. */
export function discountedWithin(order: OrderRecord, line: LineRecord, withCodes: boolean): Money {
  const base = subtract(originalTotal(line), lineLevelDiscount(order, line));
  if (!withCodes) return base;
  const codes = line.allocations.filter(({ discount }) => order.discounts[discount]?.kind === "code");
  return subtract(base, allocated(codes));
}

const bagField = (pick: (line: LineRecord, order: OrderRecord) => Money) => {
  return (line: LineRecord, _args: unknown, context: GraphContext) => {
    const order = orderOf(line, context);
    return moneyBag(pick(line, order), order);
  };
};

export const lineItemFields = typeFields<LineRecord>({
  id: (line) => gid("LineItem", line.id),
  title: (line) => line.title,
  name: (line) => lineName(line),
  sku: (line) => line.sku,
  variantTitle: (line) => line.variantTitle,
  vendor: (line) => line.vendor,
  variant: (line, _args, { shop }) =>
    line.variantId ? (shop.data.variants.get(line.variantId) ?? null) : null,
  product: (line, _args, { shop }) =>
    line.productId ? (shop.data.products.get(line.productId) ?? null) : null,
  quantity: (line) => line.quantity,
  currentQuantity: (line) => currentQuantity(line),
  refundableQuantity: (line) => currentQuantity(line),
  unfulfilledQuantity: (line) => unfulfilledQuantity(line),
  fulfillableQuantity: (line, _args, context) => fulfillableQuantity(orderOf(line, context), line),
  nonFulfillableQuantity: (line) => (line.isTip ? line.quantity : line.removed + line.refunded),
  originalUnitPriceSet: bagField((line) => line.unitPrice),
  originalTotalSet: bagField((line) => originalTotal(line)),
  discountedUnitPriceSet: bagField((line, order) =>
    perUnit(discountedWithin(order, line, false), line.quantity),
  ),
  discountedUnitPriceAfterAllDiscountsSet: bagField((line) => perUnit(discountedTotal(line), line.quantity)),
  discountedTotalSet: {
    args: ["withCodeDiscounts"],
    resolve: (line, args, context) => {
      const order = orderOf(line, context);
      return moneyBag(discountedWithin(order, line, args["withCodeDiscounts"] === true), order);
    },
  },
  totalDiscountSet: bagField((line, order) => lineLevelDiscount(order, line)),
  priceAfterAllDiscountsBeforeTaxesSet: bagField((line, order) => {
    const net = currentTotal(line);
    return order.taxesIncluded ? subtract(net, taxTotal(currentTaxLines(line))) : net;
  }),
  unfulfilledOriginalTotalSet: bagField((line) => {
    const units = BigInt(unfulfilledQuantity(line));
    return { shop: line.unitPrice.shop * units, presentment: line.unitPrice.presentment * units };
  }),
  discountAllocations: (line, _args, context) => {
    const order = orderOf(line, context);
    return line.allocations.map((allocation) => allocationView(allocation, order));
  },
  taxLines: {
    args: ["first"],
    resolve: (line, args, context) => {
      const order = orderOf(line, context);
      const views = line.taxLines.map((tax) => taxLineView(tax, order));
      return typeof args["first"] === "number" ? views.slice(0, args["first"]) : views;
    },
  },
  duties: (line, _args, context) => {
    if (!line.duty || isZero(line.duty)) return [];
    const order = orderOf(line, context);
    return [
      {
        __typename: "Duty",
        id: gid("Duty", line.dutyId ?? ""),
        countryCodeOfOrigin: null,
        harmonizedSystemCode: null,
        price: moneyBag(line.duty, order),
        taxLines: [],
      },
    ];
  },
  taxable: (line) => line.taxable,
  requiresShipping: (line) => line.requiresShipping,
  isGiftCard: (line) => line.isGiftCard,
  customAttributes: (line) => line.customAttributes,
  sellingPlan: () => null,
  lineItemGroup: () => null,
  contract: () => null,
  merchantEditable: () => true,
  restockable: (line) => line.variantId !== null,
  weight: (line) => ({ unit: "GRAMS", value: line.grams }),
});

export function lineName(line: Pick<LineRecord, "title" | "variantTitle">): string {
  return line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title;
}

/** A shipping line knows its order by the view that carries it. */
export interface ShippingLineView {
  readonly __typename: "ShippingLine";
  readonly line: ShippingLineRecord;
  readonly order: OrderRecord;
}

export const shippingLineFields = typeFields<ShippingLineView>({
  id: ({ line }) => gid("ShippingLine", line.id),
  title: ({ line }) => line.title,
  code: ({ line }) => line.code,
  source: ({ line }) => line.source,
  carrierIdentifier: ({ line }) => line.carrierIdentifier,
  custom: ({ line }) => line.source === null,
  deliveryCategory: () => null,
  phone: () => null,
  shippingRateHandle: () => null,
  isRemoved: ({ line }) => line.isRemoved,
  originalPriceSet: ({ line, order }) => moneyBag(line.price, order),
  originalPrice: ({ line, order }) => moneyV2(line.price.shop, order.currency),
  discountedPriceSet: ({ line, order }) => moneyBag(discountedShipping(line), order),
  discountedPrice: ({ line, order }) => moneyV2(discountedShipping(line).shop, order.currency),
  currentDiscountedPriceSet: ({ line, order }) => moneyBag(currentShipping(line), order),
  price: ({ line, order }) => moneyV2(line.price.shop, order.currency).amount,
  taxLines: ({ line, order }) => line.taxLines.map((tax) => taxLineView(tax, order)),
  discountAllocations: ({ line, order }) =>
    line.allocations.map((allocation) => allocationView(allocation, order)),
});
