import { toFloat } from "../../graphql/resolvers/discount-views.ts";
import type { AllocationRecord, TaxLineRecord } from "../../state/order-records.ts";
import { moneySet, moneyText } from "./money-body.ts";
import type { Currencies } from "./money-body.ts";

export function taxLineBodies(lines: readonly TaxLineRecord[], currencies: Currencies) {
  return lines.map((tax) => ({
    channel_liable: tax.channelLiable,
    price: moneyText(tax.price, currencies),
    price_set: moneySet(tax.price, currencies),
    rate: toFloat(tax.rate),
    title: tax.title,
  }));
}

export function allocationBodies(allocations: readonly AllocationRecord[], currencies: Currencies) {
  return allocations.map((allocation) => ({
    amount: moneyText(allocation.amount, currencies),
    amount_set: moneySet(allocation.amount, currencies),
    discount_application_index: allocation.discount,
  }));
}
