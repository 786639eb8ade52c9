import { exact, type Exact } from "#domain/money.ts";
import type { DiscountAllocation, Order, OrderLine, ShippingLine, TaxLine } from "#domain/order/order.ts";
import type { Basis } from "./booking.ts";

/** The money of one line of the shop's order, for the units that are booked. */
export interface LineAmounts {
  readonly units: number;
  /** After discounts; with whatever the shop's prices contain. */
  gross: Exact;
  /** The shop's own tax. */
  tax: Exact;
  /** Tax that the marketplace remits. */
  readonly liable: Exact;
  readonly duties: Exact;
  readonly dutyTax: Exact;
  /** The shop's own taxes, as sold. */
  readonly taxes: readonly TaxLine[];
  readonly discount: Exact;
  /** Smallest units that were moved onto it, so that all lines come to what the shop states. */
  moved: Exact;
  /** Only a part of what was sold: the figures were worked out in proportion and may be a cent off the shop's own. */
  readonly isPart: boolean;
}

export const nothing: Exact = exact(0);

/** What a line comes to. Discounts and taxes are for all units ever sold, so the part that is left has its share of them. */
export function goodsAmounts(
  line: OrderLine,
  order: Order,
  basis: Basis,
  rule: { readonly decimals: number; readonly bookLiable: boolean },
): LineAmounts | null {
  const units = basis === "current" ? line.currentQuantity : line.quantity;
  if (units <= 0) return null;
  const discount = allocated(line.discounts);
  const gross = exact(line.unitPrice.shop).times(line.quantity).minus(discount);
  const taxes = ownTaxes(line.taxes, rule.bookLiable);
  const liable = taxes === line.taxes ? nothing : taxed(line.taxes.filter((tax) => !taxes.includes(tax)));
  const isPart = units !== line.quantity;
  const part = (value: Exact): Exact =>
    isPart && !value.isZero() ? value.times(units).div(line.quantity).toDecimalPlaces(rule.decimals) : value;
  return {
    units,
    gross: part(gross),
    tax: part(taxed(taxes)),
    liable: part(liable),
    duties: order.dutiesIncluded ? part(exact(line.duties.shop)) : nothing,
    dutyTax: part(taxed(line.dutyTaxes)),
    taxes,
    discount: part(discount),
    moved: nothing,
    isPart,
  };
}

/** What a shipping line comes to; null when it is no longer part of the order. */
export function shippingAmounts(
  line: ShippingLine,
  basis: Basis,
  rule: { readonly decimals: number; readonly bookLiable: boolean },
): LineAmounts | null {
  if (basis === "current" && line.removed) return null;
  const discount = allocated(line.discounts);
  const sold = exact(line.price.shop).minus(discount);
  const gross = basis === "current" ? exact(line.currentPrice.shop) : sold;
  const taxes = ownTaxes(line.taxes, rule.bookLiable);
  const liable = taxes === line.taxes ? nothing : taxed(line.taxes.filter((tax) => !taxes.includes(tax)));
  const isPart = !gross.equals(sold);
  const part = (value: Exact): Exact => {
    if (!isPart || value.isZero()) return value;
    return sold.isZero() ? nothing : value.times(gross).div(sold).toDecimalPlaces(rule.decimals);
  };
  return {
    units: 1,
    gross,
    tax: part(taxed(taxes)),
    liable: part(liable),
    duties: nothing,
    dutyTax: nothing,
    taxes,
    discount,
    moved: nothing,
    isPart,
  };
}

/** Sum of tax lines in shop money. */
export function taxed(taxes: readonly TaxLine[]): Exact {
  let total = nothing;
  for (const tax of taxes) if (tax.amount.shop !== "0") total = total.plus(tax.amount.shop);
  return total;
}

function allocated(discounts: readonly DiscountAllocation[]): Exact {
  let total = nothing;
  for (const discount of discounts)
    if (discount.amount.shop !== "0") total = total.plus(discount.amount.shop);
  return total;
}

/** The very list when nothing is taken out of it. */
export function ownTaxes(taxes: readonly TaxLine[], bookLiable: boolean): readonly TaxLine[] {
  if (bookLiable || !taxes.some((tax) => tax.channelLiable === true)) return taxes;
  return taxes.filter((tax) => tax.channelLiable !== true);
}

/**
 * Amounts that were rounded one by one need not come to the sum that the shop states: what is left of each line, and every amount of
 * an order that was converted from another currency. Moves the cents by which they differ: at most one smallest unit for each line
 * of which `mayMove` says so. What differs by more stays as it is and shows up in the sums.
 */
export function settleParts(
  lines: readonly LineAmounts[],
  field: "gross" | "tax",
  difference: Exact,
  decimals: number,
  mayMove: (line: LineAmounts) => boolean = ({ isPart }) => isPart,
): void {
  if (difference.isZero()) return;
  const parts = lines.filter((line) => mayMove(line) && !line[field].isZero());
  const unit = exact(`1e-${decimals}`);
  const count = difference.abs().div(unit);
  if (!count.isInteger() || count.greaterThan(parts.length)) return;
  const step = difference.isNegative() ? unit.negated() : unit;
  for (const line of parts.slice(0, count.toNumber())) {
    line[field] = line[field].plus(step);
    line.moved = line.moved.plus(step);
  }
}
