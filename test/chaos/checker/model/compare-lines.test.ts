import { expect, test } from "vitest";
import type { SalesOrderLine } from "../../account-shapes.ts";
import { compareLines } from "./compare-lines.ts";
import { fine } from "./fine-money.ts";
import type { PromisedLine } from "./promised-lines.ts";

const promise = (over: Partial<PromisedLine> = {}): PromisedLine => ({
  product: "TEA",
  text: "Tea",
  quantity: 3,
  net: fine("9.00"),
  tax: fine("0.90"),
  taxCode: "GST",
  taxRate: 100_000n,
  comment: null,
  play: { net: 0n, tax: 0n },
  ...over,
});

const written = (over: Partial<SalesOrderLine> = {}): SalesOrderLine => ({
  LineNumber: 1,
  LineType: null,
  Product: { ProductCode: "TEA", ProductDescription: "Tea" },
  OrderQuantity: 3,
  UnitPrice: 3,
  DiscountRate: 0,
  LineTotal: 9,
  TaxRate: 0.1,
  LineTax: 0.9,
  LineTaxCode: "GST",
  Comments: null,
  ...over,
});

test("a line is what it should be", () => {
  expect(compareLines([promise()], [written()])).toEqual([]);
  expect(compareLines([promise()], [written({ LineTotal: 9.01, UnitPrice: 3.0033 })])).toEqual([
    'line 1: LineTotal should be "9.00" and is "9.01"',
  ]);
});

test("an amount that no unit price meets is written as two lines", () => {
  // 700 for 20.99: neither 0.0299 nor 0.03 each comes to it.
  const much = promise({ quantity: 700, net: fine("20.99"), tax: 0n, taxRate: 0n, taxCode: "NONE" });
  const part = (quantity: number, price: number, total: number): SalesOrderLine =>
    written({
      OrderQuantity: quantity,
      UnitPrice: price,
      LineTotal: total,
      LineTax: 0,
      TaxRate: 0,
      LineTaxCode: "NONE",
    });
  expect(compareLines([much], [part(1, 0.02, 0.02), part(699, 0.03, 20.97)])).toEqual([]);
  expect(compareLines([much], [part(2, 0.01, 0.02), part(698, 0.03, 20.97)])).toContain(
    "line 1: the unit prices of its two parts are 0.01 and 0.03",
  );
});

test("a line is not split without need", () => {
  const parts = [
    written({ OrderQuantity: 1, UnitPrice: 2.99, LineTotal: 2.99, LineTax: 0.3 }),
    written({ OrderQuantity: 2, UnitPrice: 3, LineTotal: 6, LineTax: 0.6 }),
  ];
  expect(compareLines([promise({ net: fine("8.99") })], parts)).toEqual([
    "line 1: it is split although one unit price would do",
  ]);
});

test("only a share of a line may be a cent off", () => {
  const off = [written({ LineTotal: 9.01, UnitPrice: 3.0033 })];
  expect(compareLines([promise({ play: { net: fine("0.02"), tax: 0n } })], off)).toEqual([]);
});

test("lines that are missing and lines too many are told", () => {
  expect(
    compareLines([promise(), promise({ product: null, text: "Tip", quantity: 1 })], [written()]),
  ).toEqual(["line 2 is missing: Tip, 9.00 + 0.90 tax"]);
  expect(compareLines([], [written()])).toEqual(["line 1 is one too many: TEA, 9 + 0.9 tax"]);
});
