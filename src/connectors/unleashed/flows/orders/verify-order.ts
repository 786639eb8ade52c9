import type { FieldChange } from "#domain/plan/field-change.ts";
import { exact } from "#domain/money.ts";
import type { SalesOrderBody, SalesOrderLineBody, WireSalesOrder, WireSalesOrderLine } from "../../schema.ts";
import { decimalOf, millisecondsOf, textOf, type WireNumber } from "../../wire-values.ts";
import type { DesiredOrder } from "./desired-order.ts";
import { isSameGuid } from "./find-order.ts";

/**
 * Where the sales order differs from what was wanted, field by field; empty when they agree. Money is compared to the cent, unit
 * prices to their decimals, dates by day, texts without the space around them. What was not sent is not compared, nor what the
 * server makes itself, nor the two fields of which no source says that they are kept (`SourceId`, `DeliveryContact`) when they come
 * back empty. Differences end up in the journal, so names, addresses and free texts are described and not repeated.
 */
export function verifyOrder(desired: DesiredOrder, snapshot: WireSalesOrder): readonly FieldChange[] {
  const { body } = desired;
  if (body === null) return [];
  const changes: FieldChange[] = [];
  const differ = (path: string, from: unknown, to: unknown): void => {
    const say = isPersonal(path) ? described : (value: unknown) => value ?? null;
    changes.push({ path, from: say(from), to: say(to), why: "read back and compared" });
  };

  if (!isSameStatus(body.OrderStatus, snapshot.OrderStatus))
    differ("OrderStatus", snapshot.OrderStatus, body.OrderStatus);
  for (const field of headerTexts) {
    const wanted = body[field];
    if (wanted === undefined || wanted === null || isSameText(wanted, snapshot[field])) continue;
    if (unsure.has(field) && textOf(snapshot[field]) === null) continue;
    differ(field, snapshot[field], wanted);
  }
  for (const field of ["OrderDate", "RequiredDate"] as const) {
    const wanted = body[field];
    if (wanted === undefined || wanted === null || isSameDay(wanted, snapshot[field])) continue;
    differ(field, snapshot[field], wanted);
  }
  compareParties(body, snapshot, differ);
  for (const field of ["SubTotal", "TaxTotal", "Total"] as const)
    if (!isSameNumber(body[field], snapshot[field], desired.decimals.amount))
      differ(field, snapshot[field], body[field]);
  compareLines(body, snapshot, desired.decimals, differ);
  return changes;
}

function isPersonal(path: string): boolean {
  return (path.startsWith("Delivery") && path !== "DeliveryMethod") || path.endsWith("Comments");
}

function described(value: unknown): unknown {
  return typeof value === "string" && value !== "" ? `text of ${value.length} letters` : (value ?? null);
}

type Differ = (path: string, from: unknown, to: unknown) => void;

const headerTexts = [
  "OrderNumber",
  "CustomOrderStatus",
  "CustomerRef",
  "Comments",
  "DeliveryName",
  "DeliveryContact",
  "DeliveryStreetAddress",
  "DeliveryStreetAddress2",
  "DeliverySuburb",
  "DeliveryCity",
  "DeliveryRegion",
  "DeliveryCountry",
  "DeliveryPostCode",
  "DeliveryInstruction",
  "DeliveryMethod",
  "SourceId",
] as const satisfies readonly (keyof SalesOrderBody)[];

const unsure: ReadonlySet<string> = new Set(["SourceId", "DeliveryContact"]);

function compareParties(body: SalesOrderBody, snapshot: WireSalesOrder, differ: Differ): void {
  const { Guid, CustomerCode } = body.Customer;
  const customer = snapshot.Customer;
  const isSameCustomer =
    Guid === undefined ? customer?.CustomerCode === CustomerCode : isSameGuid(customer?.Guid ?? "", Guid);
  // A code may be made from a name, so the GUID comes first.
  if (!isSameCustomer) differ("Customer", customer?.Guid ?? customer?.CustomerCode, Guid ?? CustomerCode);
  const warehouse = snapshot.Warehouse?.WarehouseCode;
  if (warehouse !== body.Warehouse.WarehouseCode)
    differ("Warehouse.WarehouseCode", warehouse, body.Warehouse.WarehouseCode);
  const currency = body.Currency?.CurrencyCode;
  if (currency !== undefined && snapshot.Currency?.CurrencyCode !== currency)
    differ("Currency.CurrencyCode", snapshot.Currency?.CurrencyCode, currency);
  if (!isSameNumber(body.ExchangeRate, snapshot.ExchangeRate, 6))
    differ("ExchangeRate", snapshot.ExchangeRate, body.ExchangeRate);
  if (snapshot.Tax?.TaxCode !== body.Tax.TaxCode)
    differ("Tax.TaxCode", snapshot.Tax?.TaxCode, body.Tax.TaxCode);
}

function compareLines(
  body: SalesOrderBody,
  snapshot: WireSalesOrder,
  decimals: DesiredOrder["decimals"],
  differ: Differ,
): void {
  const wanted = body.SalesOrderLines;
  const found = inOrder(snapshot.SalesOrderLines ?? []);
  if (wanted.length !== found.length) differ("SalesOrderLines.length", found.length, wanted.length);
  const count = Math.min(wanted.length, found.length);
  for (let index = 0; index < count; index++) {
    const line = wanted[index];
    const other = found[index];
    if (line !== undefined && other !== undefined) compareLine(line, other, index, decimals, differ);
  }
}

function inOrder(lines: readonly WireSalesOrderLine[]): readonly WireSalesOrderLine[] {
  const isSorted = lines.every(
    (line, index) => index === 0 || (line.LineNumber ?? 0) >= (lines[index - 1]?.LineNumber ?? 0),
  );
  return isSorted ? lines : [...lines].sort((a, b) => (a.LineNumber ?? 0) - (b.LineNumber ?? 0));
}

function compareLine(
  line: SalesOrderLineBody,
  other: WireSalesOrderLine,
  index: number,
  decimals: DesiredOrder["decimals"],
  differ: Differ,
): void {
  const path = (field: string): string => `SalesOrderLines[${index}].${field}`;
  if ((line.LineType ?? null) !== textOf(other.LineType))
    differ(path("LineType"), other.LineType, line.LineType);
  if (!isSameProduct(line, other))
    differ(
      path("Product"),
      other.Product?.ProductCode ?? other.Product?.ProductDescription,
      line.Product.ProductCode ?? line.Product.ProductDescription,
    );
  if (!isSameNumber(line.OrderQuantity, other.OrderQuantity, 4))
    differ(path("OrderQuantity"), other.OrderQuantity, line.OrderQuantity);
  if (!isSameNumber(line.UnitPrice, other.UnitPrice, decimals.unitPrice))
    differ(path("UnitPrice"), other.UnitPrice, line.UnitPrice);
  if (!isSameNumber(line.LineTotal, other.LineTotal, decimals.amount))
    differ(path("LineTotal"), other.LineTotal, line.LineTotal);
  if (!isSameNumber(line.LineTax, other.LineTax, decimals.amount))
    differ(path("LineTax"), other.LineTax, line.LineTax);
  const code = textOf(other.LineTaxCode);
  if (line.LineTaxCode !== undefined && code !== null && code !== line.LineTaxCode)
    differ(path("LineTaxCode"), code, line.LineTaxCode);
  if (line.Comments !== undefined && line.Comments !== null && !isSameText(line.Comments, other.Comments))
    differ(path("Comments"), other.Comments, line.Comments);
}

function isSameProduct(line: SalesOrderLineBody, other: WireSalesOrderLine): boolean {
  const { Guid, ProductCode, ProductDescription } = line.Product;
  if (Guid !== undefined && isSameGuid(other.Product?.Guid ?? "", Guid)) return true;
  if (ProductCode !== undefined) return other.Product?.ProductCode === ProductCode;
  const found = other.Product?.ProductDescription;
  return ProductDescription === undefined || isSameText(ProductDescription, found);
}

/** An order that was placed may be waiting for stock at once. */
function isSameStatus(wanted: string, found: string): boolean {
  return found === wanted || (wanted === "Placed" && found === "Backordered");
}

function isSameNumber(wanted: number, found: WireNumber, decimals: number): boolean {
  if (wanted === found) return true;
  const text = decimalOf(found);
  if (text === null) return false;
  return exact(wanted).toDecimalPlaces(decimals).equals(exact(text).toDecimalPlaces(decimals));
}

function isSameText(wanted: string, found: unknown): boolean {
  if (wanted === found) return true;
  return plain(wanted) === plain(typeof found === "string" ? found : "");
}

function plain(text: string): string {
  return text.replace(/\r\n?/g, "\n").trim();
}

const halfDayMs = 14 * 3_600_000;

/**
 * The same calendar day. Accounts report midnight of their own zone, up to fourteen hours from UTC's (New Zealand: twelve to
 * thirteen, seen with a live consumer), so that much is no difference.
 */
function isSameDay(wanted: string, found: unknown): boolean {
  const ms = typeof found === "string" ? millisecondsOf(found) : null;
  const midnight = millisecondsOf(wanted);
  return ms !== null && midnight !== null && Math.abs(ms - midnight) <= halfDayMs;
}
