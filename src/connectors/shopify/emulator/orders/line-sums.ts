import { add, nothing, portion, subtract } from "../state/money.ts";
import type { Money } from "../state/money.ts";
import type {
  AllocationRecord,
  LineRecord,
  OrderRecord,
  ShippingLineRecord,
  TaxLineRecord,
} from "../state/order-records.ts";

/** Units that are still part of the order. */
export function currentQuantity(line: LineRecord): number {
  return line.quantity - line.removed - line.refunded;
}

/** Unit price times units, before discounts. */
export function originalTotal(line: LineRecord): Money {
  const units = BigInt(line.quantity);
  return { shop: line.unitPrice.shop * units, presentment: line.unitPrice.presentment * units };
}

export function allocated(allocations: readonly AllocationRecord[]): Money {
  return allocations.length === 0 ? nothing : add(...allocations.map((allocation) => allocation.amount));
}

/** Discounts that staff put on this very line; codes and discounts over the whole order are not among them. */
export function lineLevelDiscount(order: OrderRecord, line: LineRecord): Money {
  const own = line.allocations.filter((allocation) => {
    const discount = order.discounts[allocation.discount];
    return discount !== undefined && isLineLevel(discount);
  });
  return allocated(own);
}

export function isLineLevel(discount: OrderRecord["discounts"][number]): boolean {
  return discount.kind !== "code" && discount.allocationMethod !== "ACROSS";
}

/** After every discount, for all units ever ordered. */
export function discountedTotal(line: LineRecord): Money {
  return subtract(originalTotal(line), allocated(line.allocations));
}

/** After every discount, for the units still part of the order. */
export function currentTotal(line: LineRecord): Money {
  return portion(discountedTotal(line), currentQuantity(line), line.quantity);
}

export function taxTotal(taxLines: readonly TaxLineRecord[]): Money {
  return taxLines.length === 0 ? nothing : add(...taxLines.map((tax) => tax.price));
}

/** The tax lines for the units still part of the order. */
export function currentTaxLines(line: LineRecord): TaxLineRecord[] {
  const units = currentQuantity(line);
  return line.taxLines.map((tax) => ({ ...tax, price: portion(tax.price, units, line.quantity) }));
}

/** What `units` fewer cost: goods and tax of a refund line. Sums over all refunds agree with the line to the cent. */
export function refundOfUnits(
  line: LineRecord,
  units: number,
): { readonly subtotal: Money; readonly tax: Money } {
  const before = currentQuantity(line);
  const total = discountedTotal(line);
  const tax = line.taxLines.map((taxLine) =>
    subtract(
      portion(taxLine.price, before, line.quantity),
      portion(taxLine.price, before - units, line.quantity),
    ),
  );
  return {
    subtotal: subtract(portion(total, before, line.quantity), portion(total, before - units, line.quantity)),
    tax: tax.length === 0 ? nothing : add(...tax),
  };
}

export function discountedShipping(shipping: ShippingLineRecord): Money {
  return subtract(shipping.price, allocated(shipping.allocations));
}

export function currentShipping(shipping: ShippingLineRecord): Money {
  return shipping.isRemoved ? nothing : subtract(discountedShipping(shipping), shipping.refunded);
}

/** The tax lines of shipping for the part that was not refunded. */
export function currentShippingTaxLines(shipping: ShippingLineRecord): TaxLineRecord[] {
  const full = discountedShipping(shipping).shop;
  const left = currentShipping(shipping).shop;
  if (left === full) return [...shipping.taxLines];
  return shipping.taxLines.map((tax) => ({
    ...tax,
    price: full === 0n ? nothing : scale(tax.price, left, full),
  }));
}

function scale(amount: Money, numerator: bigint, denominator: bigint): Money {
  const part = (units: bigint) => (2n * units * numerator + denominator) / (2n * denominator);
  return { shop: part(amount.shop), presentment: part(amount.presentment) };
}
