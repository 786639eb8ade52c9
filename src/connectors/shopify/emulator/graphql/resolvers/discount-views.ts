import type { AllocationRecord, DiscountRecord, OrderRecord } from "../../state/order-records.ts";
import { ratio } from "../../state/money.ts";
import { moneyBag, moneyV2 } from "../views.ts";
import type { Currencies } from "../views.ts";

const typeNames = {
  code: "DiscountCodeApplication",
  automatic: "AutomaticDiscountApplication",
  manual: "ManualDiscountApplication",
} as const;

/** Shape of the schema's `DiscountApplication` types. */
export function discountView(discount: DiscountRecord, order: Currencies) {
  return {
    __typename: typeNames[discount.kind],
    index: discount.index,
    allocationMethod: discount.allocationMethod,
    targetSelection: discount.targetSelection,
    targetType: discount.targetType,
    value:
      "percentage" in discount.value
        ? { __typename: "PricingPercentageValue", percentage: toFloat(discount.value.percentage) }
        : moneyV2(discount.value.amount.presentment, order.presentmentCurrency),
    ...(discount.kind === "code" ? { code: discount.title } : { title: discount.title }),
    ...(discount.kind === "manual" ? { description: discount.description } : {}),
  };
}

/** Shape of `DiscountAllocation`. */
export function allocationView(allocation: AllocationRecord, order: OrderRecord) {
  const discount = order.discounts[allocation.discount];
  return {
    allocatedAmountSet: moneyBag(allocation.amount, order),
    allocatedAmount: moneyV2(allocation.amount.shop, order.currency),
    discountApplication: discount ? discountView(discount, order) : null,
  };
}

/** The schema's Float for a rate that is kept as text. */
export function toFloat(text: string): number {
  const { numerator, denominator } = ratio(text);
  return Number(numerator) / Number(denominator);
}
