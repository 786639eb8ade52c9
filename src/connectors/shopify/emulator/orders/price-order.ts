import { add, allocate, fraction, isZero, nothing, ratio, smaller, subtract, times } from "../state/money.ts";
import type { Money } from "../state/money.ts";
import type { AllocationRecord, DiscountRecord, TaxLineRecord } from "../state/order-records.ts";
import type { TaxSetting } from "../state/shop.ts";

export type DiscountValue = { readonly percentage: string } | { readonly amount: Money };

export interface PricedLineInput {
  readonly unitPrice: Money;
  readonly quantity: number;
  readonly taxable: boolean;
  readonly isTip: boolean;
  /** A discount that staff put on this line alone. */
  readonly discount: { readonly title: string; readonly value: DiscountValue } | null;
}

export interface OrderDiscountInput {
  readonly kind: DiscountRecord["kind"];
  readonly title: string;
  readonly target: "lines" | "shipping";
  readonly value: DiscountValue;
  /** Positions of the lines it is limited to; null for all. */
  readonly entitled: readonly number[] | null;
}

export interface PriceOrderInput {
  readonly lines: readonly PricedLineInput[];
  readonly shipping: readonly { readonly price: Money; readonly taxable: boolean }[];
  readonly discounts: readonly OrderDiscountInput[];
  readonly taxes: readonly TaxSetting[];
  readonly taxesIncluded: boolean;
}

export interface Priced {
  readonly allocations: readonly AllocationRecord[];
  readonly taxLines: readonly TaxLineRecord[];
}

export interface PricedOrder {
  readonly discounts: readonly DiscountRecord[];
  readonly lines: readonly Priced[];
  readonly shipping: readonly Priced[];
}

/**
 * Applies discounts (those of single lines, then those over the order, then those on shipping) and taxes. Amounts over
 * several lines are split by `allocate`, percentages are rounded per line; both add up exactly in both currencies.
 */
export function priceOrder(input: PriceOrderInput): PricedOrder {
  const discounts: DiscountRecord[] = [];
  const net = input.lines.map((line) => times(line.unitPrice, line.quantity));
  const shippingNet = input.shipping.map((line) => line.price);
  const lineAllocations: AllocationRecord[][] = input.lines.map(() => []);
  const shippingAllocations: AllocationRecord[][] = input.shipping.map(() => []);

  input.lines.forEach((line, position) => {
    if (!line.discount) return;
    const index = discounts.length;
    discounts.push({
      index,
      kind: "manual",
      title: line.discount.title,
      description: line.discount.title,
      allocationMethod: "ONE",
      targetSelection: "EXPLICIT",
      targetType: "LINE_ITEM",
      value: line.discount.value,
    });
    take(net, lineAllocations, [position], line.discount.value, index);
  });

  for (const discount of input.discounts) {
    const index = discounts.length;
    const isShipping = discount.target === "shipping";
    discounts.push({
      index,
      kind: discount.kind,
      title: discount.title,
      description: discount.kind === "manual" ? discount.title : null,
      allocationMethod: isShipping && discount.kind !== "code" ? "EACH" : "ACROSS",
      targetSelection: discount.entitled ? "ENTITLED" : "ALL",
      targetType: isShipping ? "SHIPPING_LINE" : "LINE_ITEM",
      value: discount.value,
    });
    if (isShipping)
      take(
        shippingNet,
        shippingAllocations,
        shippingNet.map((_, at) => at),
        discount.value,
        index,
      );
    else take(net, lineAllocations, entitledPositions(input.lines, discount.entitled), discount.value, index);
  }

  return {
    discounts,
    lines: input.lines.map((line, position) => ({
      allocations: lineAllocations[position] ?? [],
      taxLines: line.taxable ? taxLines(net[position] ?? nothing, input) : [],
    })),
    shipping: input.shipping.map((line, position) => ({
      allocations: shippingAllocations[position] ?? [],
      taxLines: line.taxable ? taxLines(shippingNet[position] ?? nothing, input) : [],
    })),
  };
}

function entitledPositions(lines: readonly PricedLineInput[], entitled: readonly number[] | null): number[] {
  return lines.flatMap((line, position) =>
    line.isTip || (entitled && !entitled.includes(position)) ? [] : [position],
  );
}

/** Takes a discount off the amounts at `positions` and notes what each of them gave. */
function take(
  net: Money[],
  allocations: readonly AllocationRecord[][],
  positions: readonly number[],
  value: DiscountValue,
  discount: number,
): void {
  const bases = positions.map((position) => net[position] ?? nothing);
  const parts =
    "percentage" in value
      ? bases.map((base) => percentOf(base, value.percentage))
      : allocate(limited(value.amount, bases), bases);
  positions.forEach((position, at) => {
    const amount = parts[at] ?? nothing;
    if (isZero(amount) && !isZero(bases[at] ?? nothing)) return;
    net[position] = subtract(bases[at] ?? nothing, amount);
    allocations[position]?.push({ amount, discount });
  });
}

function limited(amount: Money, bases: readonly Money[]): Money {
  return smaller(amount, add(...bases, nothing));
}

function percentOf(base: Money, percentage: string): Money {
  const { numerator, denominator } = ratio(percentage);
  return fraction(base, numerator, denominator * 100n);
}

/** Taxes on a net amount: on top of it, or contained in it. */
export function taxLines(
  net: Money,
  input: Pick<PriceOrderInput, "taxes" | "taxesIncluded">,
): TaxLineRecord[] {
  const rates = input.taxes.map((tax) => ratio(tax.rate));
  const common = rates.reduce((product, rate) => product * rate.denominator, 1n);
  const all = rates.reduce((sum, rate) => sum + (rate.numerator * common) / rate.denominator, 0n);
  const whole = input.taxesIncluded ? common + all : common;
  return input.taxes.map((tax, index) => {
    const rate = rates[index] ?? { numerator: 0n, denominator: 1n };
    const part = (rate.numerator * common) / rate.denominator;
    return {
      title: tax.title,
      rate: tax.rate,
      price: fraction(net, part, whole),
      channelLiable: tax.channelLiable,
    };
  });
}
