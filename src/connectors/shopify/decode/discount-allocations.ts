import type { Money } from "#domain/money.ts";
import type { DiscountAllocation } from "#domain/order/order.ts";

/** Allocations in the order of their applications; those of nothing are left out, so that both sources say the same. */
export function sortAllocations(
  allocations: readonly { readonly application: number; readonly amount: Money }[],
): readonly DiscountAllocation[] {
  const kept = allocations.filter(({ amount }) => amount.shop !== "0" || amount.presentment !== "0");
  return kept.length < 2 ? kept : kept.sort((left, right) => left.application - right.application);
}
