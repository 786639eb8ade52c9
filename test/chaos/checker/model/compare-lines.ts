import type { SalesOrderLine } from "../../account-shapes.ts";
import { cent, fine, shown, size, sum, toCents, type Fine } from "./fine-money.ts";
import type { PromisedLine } from "./promised-lines.ts";
import { filled } from "./texts.ts";

/** Where the lines are not what was promised, one after the other. */
export function compareLines(
  promised: readonly PromisedLine[],
  found: readonly SalesOrderLine[],
): readonly string[] {
  const differences: string[] = [];
  let place = 0;
  for (const line of promised) {
    const taken = take(line, found, place);
    if (taken.length === 0) {
      differences.push(
        `line ${place + 1} is missing: ${nameOf(line)}, ${shown(line.net)} + ${shown(line.tax)} tax`,
      );
      continue;
    }
    differences.push(...compareLine(line, taken).map((what) => `line ${place + 1}: ${what}`));
    place += taken.length;
  }
  for (const extra of found.slice(place))
    differences.push(`line ${extra.LineNumber} is one too many: ${textOf(extra)}`);
  return differences;
}

/** A line whose amount no unit price meets is written as two, one cent apart for each. */
function take(
  line: PromisedLine,
  found: readonly SalesOrderLine[],
  place: number,
): readonly SalesOrderLine[] {
  const [first, second] = found.slice(place, place + 2);
  if (first === undefined) return [];
  const isSplit =
    second !== undefined &&
    line.product !== null &&
    first.OrderQuantity < line.quantity &&
    second.Product.ProductCode === line.product &&
    first.OrderQuantity + second.OrderQuantity === line.quantity;
  return isSplit ? [first, second] : [first];
}

function compareLine(line: PromisedLine, found: readonly SalesOrderLine[]): readonly string[] {
  const differences: string[] = [];
  const expect = (field: string, wanted: unknown, is: unknown): void => {
    if (wanted !== is)
      differences.push(`${field} should be ${JSON.stringify(wanted)} and is ${JSON.stringify(is)}`);
  };
  const near = (field: string, wanted: Fine, is: Fine, play: Fine): void => {
    if (size(wanted - is) > play) expect(field, shown(wanted), shown(is));
  };
  for (const one of found) {
    expect("LineType", line.product === null ? "Charge" : null, one.LineType);
    expect("ProductCode", line.product, one.Product.ProductCode);
    if (line.product === null) expect("ProductDescription", line.text, one.Product.ProductDescription);
    expect("LineTaxCode", line.taxCode, one.LineTaxCode);
    expect("TaxRate", Number(line.taxRate) / 1_000_000, one.TaxRate);
    expect("DiscountRate", 0, one.DiscountRate);
    expect("Comments", line.comment, filled(one.Comments));
    const priced = toCents(fine(one.UnitPrice) * BigInt(one.OrderQuantity));
    expect("OrderQuantity × UnitPrice", shown(fine(one.LineTotal)), shown(priced));
  }
  expect(
    "OrderQuantity",
    line.quantity,
    found.reduce((units, one) => units + one.OrderQuantity, 0),
  );
  near("LineTotal", line.net, sum(found.map((one) => fine(one.LineTotal))), line.play.net);
  near("LineTax", line.tax, sum(found.map((one) => fine(one.LineTax))), line.play.tax);
  if (found.length > 1) differences.push(...compareSplit(line, found));
  return differences;
}

/** Both parts of a split line cost the same to the cent, and no single price would have done. */
function compareSplit(line: PromisedLine, found: readonly SalesOrderLine[]): readonly string[] {
  const [low = 0n, high = 0n] = found.map((one) => fine(one.UnitPrice)).sort((a, b) => Number(a - b));
  if (high - low !== cent) return [`the unit prices of its two parts are ${shown(low)} and ${shown(high)}`];
  const quantity = BigInt(line.quantity);
  const net = sum(found.map((one) => fine(one.LineTotal)));
  const single = (2n * size(net) + quantity) / (2n * quantity);
  return toCents(single * quantity) === size(net) ? ["it is split although one unit price would do"] : [];
}

function nameOf(line: PromisedLine): string {
  return line.product ?? line.text;
}

function textOf(line: SalesOrderLine): string {
  return `${line.Product.ProductCode ?? line.Product.ProductDescription ?? "nothing"}, ${line.LineTotal} + ${line.LineTax} tax`;
}
