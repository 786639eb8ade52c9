import { exact } from "#domain/money.ts";
import type { SalesOrderLine } from "./records.ts";
import { invalid } from "./refusal.ts";
import type { UnleashedSettings } from "./settings.ts";

export interface OrderSums {
  readonly SubTotal: number;
  readonly TaxTotal: number;
  readonly Total: number;
}

/** Sums of the lines, exact in decimal. */
export function sumLines(lines: readonly SalesOrderLine[]): OrderSums {
  let subTotal = exact(0);
  let taxTotal = exact(0);
  for (const line of lines) {
    subTotal = subTotal.plus(line.LineTotal);
    taxTotal = taxTotal.plus(line.LineTax);
  }
  return {
    SubTotal: subTotal.toNumber(),
    TaxTotal: taxTotal.toNumber(),
    Total: subTotal.plus(taxTotal).toNumber(),
  };
}

/**
 * SubTotal, TaxTotal and Total, where given, must be those of the lines (directory page of the usefulapi Unleashed
 * connector). The first difference is refused with 400.
 */
export function checkSums(
  given: { readonly [K in keyof OrderSums]?: number | null | undefined },
  sums: OrderSums,
  settings: UnleashedSettings,
): void {
  for (const name of ["SubTotal", "TaxTotal", "Total"] as const) {
    const stated = given[name];
    if (stated === undefined || stated === null) continue;
    if (exact(stated).minus(sums[name]).abs().greaterThan(settings.totalsTolerance))
      throw invalid(`${name} ${stated} does not match the order lines, which give ${sums[name]}`);
  }
}

/** LineTotal: quantity × UnitPrice less the discount, rounded to cents. */
export function lineTotal(
  line: Pick<SalesOrderLine, "OrderQuantity" | "UnitPrice" | "DiscountRate">,
  settings: UnleashedSettings,
): number {
  const scale = settings.discountRate === "percent" ? 100 : 1;
  return exact(line.OrderQuantity)
    .times(line.UnitPrice)
    .times(exact(1).minus(exact(line.DiscountRate).div(scale)))
    .toDecimalPlaces(2)
    .toNumber();
}

export function checkLineTotal(line: SalesOrderLine, settings: UnleashedSettings): void {
  if (!settings.checkLineTotals) return;
  const expected = lineTotal(line, settings);
  if (exact(expected).minus(line.LineTotal).abs().greaterThan(settings.totalsTolerance))
    throw invalid(
      `LineTotal ${line.LineTotal} of line ${line.LineNumber} does not match quantity and price, which give ${expected}`,
    );
}

/**
 * An amount in the account's own currency: the rate counts foreign units per own one. Our reading; recordings hold 1.
 */
export function toBase(amount: number, exchangeRate: number): number {
  if (exchangeRate === 1 || exchangeRate === 0) return amount;
  return exact(amount).div(exchangeRate).toDecimalPlaces(4).toNumber();
}
