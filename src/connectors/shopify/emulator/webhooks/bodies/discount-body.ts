import { allocated } from "../../orders/line-sums.ts";
import { add, nothing, shortText } from "../../state/money.ts";
import type { DiscountRecord, OrderRecord } from "../../state/order-records.ts";
import { moneyText } from "./money-body.ts";

const types = { code: "discount_code", automatic: "automatic", manual: "manual" } as const;

export function discountApplicationBodies(order: OrderRecord) {
  return order.discounts.map((discount) => ({
    target_type: discount.targetType.toLowerCase(),
    type: types[discount.kind],
    ...valueOf(discount, order),
    allocation_method: discount.allocationMethod.toLowerCase(),
    target_selection: discount.targetSelection.toLowerCase(),
    ...(discount.kind === "code" ? { code: discount.title } : { title: discount.title }),
    ...(discount.kind === "manual" ? { description: discount.description ?? discount.title } : {}),
  }));
}

function valueOf({ value }: DiscountRecord, order: OrderRecord) {
  return "percentage" in value
    ? {
        value: value.percentage.includes(".") ? value.percentage : `${value.percentage}.0`,
        value_type: "percentage",
      }
    : { value: shortText(value.amount.presentment, order.presentmentCurrency), value_type: "fixed_amount" };
}

/** `amount` is the money that the code took off, for percentages too. */
export function discountCodeBodies(order: OrderRecord) {
  return order.discounts
    .filter((discount) => discount.kind === "code")
    .map((discount) => {
      const parts = [...order.lines, ...order.shippingLines].map(({ allocations }) =>
        allocated(allocations.filter((allocation) => allocation.discount === discount.index)),
      );
      return {
        code: discount.title,
        amount: moneyText(add(...parts, nothing), order),
        type: codeType(discount),
      };
    });
}

function codeType(discount: DiscountRecord): "shipping" | "percentage" | "fixed_amount" {
  if (discount.targetType === "SHIPPING_LINE") return "shipping";
  return "percentage" in discount.value ? "percentage" : "fixed_amount";
}
