import { Decimal } from "decimal.js";
import { exact, type Exact } from "#domain/money.ts";

/** A part of a line: `total` is exactly what `quantity` times `unitPrice` gives when rounded to the kept decimals. */
export interface PricedUnits {
  readonly quantity: number;
  readonly unitPrice: Exact;
  readonly total: Exact;
}

/**
 * Finds unit prices by which a quantity comes to a total to the cent. One price with `priceDecimals` decimals where there is one;
 * else two lines, whose prices are one smallest unit apart: 10.00 for 3 units with two decimals is 2 × 3.33 and 1 × 3.34.
 * `amountDecimals` are the decimals of totals. The total must not have more of them; the quantity must be a whole positive number.
 */
export function splitEvenly(
  total: Exact,
  quantity: number,
  priceDecimals: number,
  amountDecimals: number,
): readonly PricedUnits[] {
  if (quantity === 1) return [{ quantity, unitPrice: total, total }];
  const price = total.div(quantity).toDecimalPlaces(priceDecimals);
  if (price.times(quantity).toDecimalPlaces(amountDecimals).equals(total))
    return [{ quantity, unitPrice: price, total }];
  const low = total.div(quantity).toDecimalPlaces(amountDecimals, Decimal.ROUND_FLOOR);
  const smallest = exact(`1e-${amountDecimals}`);
  const dearer = total.minus(low.times(quantity)).div(smallest).toNumber();
  const high = low.plus(smallest);
  return [
    { quantity: quantity - dearer, unitPrice: low, total: low.times(quantity - dearer) },
    { quantity: dearer, unitPrice: high, total: high.times(dearer) },
  ];
}
