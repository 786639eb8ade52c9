import type { SalesOrder, SalesOrderLine } from "../../account-shapes.ts";
import { compareLines } from "./compare-lines.ts";
import { fine, shown } from "./fine-money.ts";
import type { PromisedOrder } from "./promised-order.ts";
import { dayOfWire, filled } from "./texts.ts";

/** Where a sales order is not what was promised, in plain words with both values; empty: nowhere. */
export function compareOrder(promised: PromisedOrder, found: SalesOrder): readonly string[] {
  try {
    return compare(promised, found);
  } catch (error) {
    // Whatever stands there, it is for the report.
    if (error instanceof RangeError) return [`something in it is ${error.message}`];
    throw error;
  }
}

function compare(promised: PromisedOrder, found: SalesOrder): readonly string[] {
  const differences: string[] = [];
  const expect = (field: string, wanted: unknown, is: unknown): void => {
    if (wanted !== is)
      differences.push(`${field} should be ${JSON.stringify(wanted)} and is ${JSON.stringify(is)}`);
  };
  for (const [path, wanted] of Object.entries(promised.texts)) expect(path, wanted, textAt(found, path));
  expect("OrderDate", promised.day, dayOfWire(found.OrderDate));
  expect("RequiredDate", promised.day, dayOfWire(found.RequiredDate));
  expect("ExchangeRate", promised.exchangeRate, found.ExchangeRate);
  if (!promised.statuses.includes(found.OrderStatus))
    expect("OrderStatus", promised.statuses[0], found.OrderStatus);
  const { subTotal, taxTotal, tax } = promised.lines;
  expect("SubTotal", shown(subTotal), shown(fine(found.SubTotal)));
  expect("TaxTotal", shown(taxTotal), shown(fine(found.TaxTotal)));
  expect("Total", shown(subTotal + taxTotal), shown(fine(found.Total)));
  expect("Tax.TaxCode", tax.code, found.Tax?.TaxCode ?? null);
  expect("TaxRate", Number(tax.rate) / 1_000_000, found.TaxRate);
  const lines = [...found.SalesOrderLines].sort((one, other) => one.LineNumber - other.LineNumber);
  return [...differences, ...sumsWithin(found, lines), ...compareLines(promised.lines.lines, lines)];
}

/** The sums of the document have to be those of its own lines. */
function sumsWithin(found: SalesOrder, lines: readonly SalesOrderLine[]): readonly string[] {
  const total = (field: "LineTotal" | "LineTax"): string =>
    shown(lines.reduce((sum, line) => sum + fine(line[field]), 0n));
  return [
    ["SubTotal", shown(fine(found.SubTotal)), total("LineTotal")] as const,
    ["TaxTotal", shown(fine(found.TaxTotal)), total("LineTax")] as const,
  ].flatMap(([field, stated, added]) =>
    stated === added ? [] : [`${field} is ${stated}, and the lines come to ${added}`],
  );
}

function textAt(found: SalesOrder, path: string): string | null {
  let value: unknown = found;
  for (const name of path.split("."))
    value = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : null;
  return typeof value === "string" ? filled(value) : null;
}
