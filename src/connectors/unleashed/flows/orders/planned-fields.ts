import type { FieldChange } from "#domain/plan/field-change.ts";
import type { SalesOrderBody, SalesOrderLineBody } from "../../schema.ts";
import type { DesiredOrder } from "./desired-order.ts";

/** Every field that a new sales order gets, with where its value comes from. */
export function plannedFields(desired: DesiredOrder): readonly FieldChange[] {
  const { body } = desired;
  if (body === null) return [];
  const fields: FieldChange[] = [];
  const add = (path: string, to: unknown, why: string): void => {
    if (to !== undefined) fields.push({ path, from: null, to, why });
  };
  for (const [name, value] of Object.entries(body)) {
    if (name === "SalesOrderLines") continue;
    const why = whyOf(name, desired);
    if (typeof value !== "object" || value === null) add(name, value, why);
    else for (const [part, partValue] of Object.entries(value)) add(`${name}.${part}`, partValue, why);
  }
  for (const [index, line] of body.SalesOrderLines.entries())
    addLine(line, index, desired.notes[index] ?? "", add);
  return fields;
}

function whyOf(name: string, { totalNote, customerNote }: DesiredOrder): string {
  if (name === "Total") return totalNote;
  if (name === "Customer") return customerNote;
  return reasonOf(name);
}

const reasons: Readonly<Partial<Record<keyof SalesOrderBody, string>>> = {
  Guid: "follows from the store and the order's id, so that a second try meets the first",
  OrderNumber: "the order's name with the prefix of the settings",
  OrderStatus: "orders.status",
  CustomOrderStatus: "orders.customStatus",
  OrderDate: "when the order was placed, in the shop's time zone",
  RequiredDate: "OrderDate and orders.dates.requiredAfterDays",
  CustomerRef: "orders.customerRef",
  Comments: "the order's note and what orders.comments adds",
  Warehouse: "orders.warehouse, or the account's default",
  DeliveryMethod: "orders.deliveryMethod by the shipping line",
  Currency: "the shop's currency",
  ExchangeRate: "1 in the account's base currency, else orders.currency or the account's own rate",
  DiscountRate: "discounts are inside the unit prices",
  Tax: "the tax code that most of the tax was charged with",
  TaxRate: "the rate of that tax code",
  SubTotal: "sum of the lines without tax",
  TaxTotal: "sum of the lines' tax",
  SourceId: "id of the order in the shop",
};

function reasonOf(name: string): string {
  if (name.startsWith("Delivery") && name !== "DeliveryMethod")
    return "the order's shipping address, as orders.delivery says";
  return reasons[name as keyof SalesOrderBody] ?? "always sent";
}

function addLine(
  line: SalesOrderLineBody,
  index: number,
  note: string,
  add: (path: string, to: unknown, why: string) => void,
): void {
  const path = `SalesOrderLines[${index}]`;
  const isCharge = line.LineType === "Charge";
  add(`${path}.LineNumber`, line.LineNumber, "position");
  if (isCharge) add(`${path}.LineType`, line.LineType, "money that is no product");
  for (const [part, value] of Object.entries(line.Product))
    add(`${path}.Product.${part}`, value, isCharge ? "what it is for" : "product by SKU or by the settings");
  add(`${path}.OrderQuantity`, line.OrderQuantity, isCharge ? "charges have the quantity one" : "units sold");
  add(`${path}.UnitPrice`, line.UnitPrice, "LineTotal for one unit");
  add(`${path}.DiscountRate`, line.DiscountRate, "discounts are inside the unit price");
  add(`${path}.LineTotal`, line.LineTotal, note);
  add(`${path}.LineTax`, line.LineTax, "sum of the line's taxes in the order");
  add(`${path}.TaxRate`, line.TaxRate, "the rate of the tax code");
  add(`${path}.LineTaxCode`, line.LineTaxCode, "orders.taxes by the titles and rates of the line's taxes");
  add(`${path}.XeroSalesAccount`, line.XeroSalesAccount, "the account that orders.charges names");
  add(`${path}.Comments`, line.Comments, "what the line is, and what the buyer asked for");
}
