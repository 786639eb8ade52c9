import type { Account } from "./account.ts";
import { completeOrder } from "./complete-sales-order.ts";
import type { OrderInput } from "./order-input.ts";
import { hasUnknownOrderFields, orderInput, requireOrderFields } from "./order-input.ts";
import { buildLines } from "./order-lines.ts";
import { reallocate } from "./order-stock.ts";
import { checkSums, sumLines, toBase } from "./order-sums.ts";
import type { OrderStatus, SalesOrder } from "./records.ts";
import { badShape, invalid } from "./refusal.ts";
import { shape } from "./request-body.ts";
import { bodyDate, toWireDate } from "./wire-format.ts";

const statuses = ["Parked", "Placed", "Backordered", "Completed"] as const;

/**
 * Creates the order, or replaces it as a whole: what the body leaves out is blanked, lines too. Only the customer, the
 * order number and the order date stay as they were when left out, because an order cannot be without them. Nothing is
 * changed when a refusal is thrown.
 */
export function saveSalesOrder(
  account: Account,
  guid: string,
  body: Record<string, unknown>,
  by: string,
): SalesOrder {
  if (account.settings.refuseUnknownFields === "all" && hasUnknownOrderFields(body)) throw badShape();
  const input = shape(orderInput, body);
  const before = account.salesOrders.get(guid);
  if (before?.OrderStatus === "Completed" || before?.OrderStatus === "Deleted")
    throw invalid(
      `Sales order ${before.OrderNumber} is ${before.OrderStatus.toLowerCase()} and cannot be changed`,
    );
  if (account.settings.strictRequired) requireOrderFields(input, before !== undefined);
  const wanted = statusOf(account, input, before === undefined);
  const order = build(account, guid, input, before, by, wanted === "Completed" ? "Parked" : wanted);
  if (wanted === "Completed") return completeOrder(account, order, before, by);
  reallocate(account, before, order);
  account.salesOrders.put(order, account.now());
  account.webhooks.announce("salesorder", before ? "updated" : "created", guid);
  return order;
}

function statusOf(account: Account, input: OrderInput, isNew: boolean): OrderStatus {
  const text = input.OrderStatus || "Parked";
  const status = statuses.find((known) => known === text);
  if (!status) throw invalid(`Order status ${text} is not valid`);
  if (isNew && account.settings.strictStatus && status !== "Parked" && status !== "Completed")
    throw invalid(`A sales order cannot be created with status ${status}`);
  const custom = input.CustomOrderStatus;
  if (custom && (status !== "Parked" || !account.customStatuses.includes(custom)))
    throw invalid(`Custom order status ${custom} is not valid`);
  return status;
}

function build(
  account: Account,
  guid: string,
  input: OrderInput,
  before: SalesOrder | undefined,
  by: string,
  status: OrderStatus,
): SalesOrder {
  const now = account.now();
  const customer = customerOf(account, input, before);
  const warehouse = warehouseOf(account, input);
  const tax = taxOf(account, input);
  const currency = currencyOf(account, input) ?? customer.Currency;
  const rate = input.ExchangeRate ?? 1;
  if (rate <= 0) throw invalid("ExchangeRate must be more than zero");
  const taxRate = input.TaxRate ?? input.Tax?.TaxRate ?? tax?.TaxRate ?? null;
  const lines = buildLines(account, input.SalesOrderLines ?? [], {
    exchangeRate: rate,
    taxRate,
    before,
    isStrict: account.settings.strictRequired,
  });
  const sums = sumLines(lines);
  checkSums(input, sums, account.settings);
  const number = input.OrderNumber || before?.OrderNumber || null;
  if (number !== null) refuseNamesake(account, number, guid);
  return {
    SalesOrderLines: lines,
    OrderNumber: number ?? freeNumber(account),
    OrderDate: bodyDate(input.OrderDate, "OrderDate") ?? before?.OrderDate ?? toWireDate(now),
    RequiredDate: bodyDate(input.RequiredDate, "RequiredDate"),
    CompletedDate: null,
    OrderStatus: status,
    CustomOrderStatus: input.CustomOrderStatus || null,
    Customer: {
      CustomerCode: customer.CustomerCode,
      CustomerName: customer.CustomerName,
      CurrencyId: null,
      Guid: customer.Guid,
      LastModifiedOn: customer["LastModifiedOn"],
    } as SalesOrder["Customer"],
    CustomerRef: input.CustomerRef || null,
    Comments: input.Comments || null,
    Warehouse: warehouse,
    ReceivedDate: bodyDate(input.ReceivedDate, "ReceivedDate"),
    DeliveryName: input.DeliveryName || null,
    DeliveryStreetAddress: input.DeliveryStreetAddress || null,
    DeliveryStreetAddress2: input.DeliveryStreetAddress2 || null,
    DeliverySuburb: input.DeliverySuburb || null,
    DeliveryCity: input.DeliveryCity || null,
    DeliveryRegion: input.DeliveryRegion || null,
    DeliveryCountry: input.DeliveryCountry || null,
    DeliveryPostCode: input.DeliveryPostCode || null,
    DeliveryContact: input.DeliveryContact || null,
    DeliveryInstruction: input.DeliveryInstruction || null,
    DeliveryMethod: input.DeliveryMethod || null,
    Currency: currency,
    ExchangeRate: rate,
    DiscountRate: input.DiscountRate ?? 0,
    Tax: tax,
    TaxRate: taxRate,
    XeroTaxCode: input.XeroTaxCode || null,
    ...sums,
    TotalVolume: input.TotalVolume ?? null,
    TotalWeight: input.TotalWeight ?? null,
    BCSubTotal: toBase(sums.SubTotal, rate),
    BCTaxTotal: toBase(sums.TaxTotal, rate),
    BCTotal: toBase(sums.Total, rate),
    PaymentDueDate: bodyDate(input.PaymentDueDate, "PaymentDueDate"),
    AllocateProduct: input.AllocateProduct ?? true,
    SaveAddress: input.SaveAddress ?? false,
    SalesAccount: input.SalesAccount || null,
    SalesOrderGroup: input.SalesOrderGroup || null,
    SalesPerson: input.SalesPerson ?? null,
    SendAccountingJournalOnly: input.SendAccountingJournalOnly ?? false,
    SourceId: input.SourceId || null,
    CreatedBy: before?.["CreatedBy"] ?? by,
    CreatedOn: before?.["CreatedOn"] ?? toWireDate(now),
    LastModifiedBy: by,
    Guid: guid,
    LastModifiedOn: toWireDate(now),
  };
}

function customerOf(account: Account, input: OrderInput, before: SalesOrder | undefined) {
  const given = input.Customer;
  const guid = given?.Guid || (given?.CustomerCode ? undefined : before?.Customer.Guid);
  const customer = guid
    ? account.customers.get(guid)
    : account.customers.first("code", given?.CustomerCode ?? "");
  if (customer) return customer;
  const name = given?.CustomerCode || guid;
  throw invalid(
    name ? `Customer ${name} does not exist` : "Required: Customer.CustomerCode or Customer.Guid",
  );
}

function warehouseOf(account: Account, input: OrderInput) {
  const code = input.Warehouse?.WarehouseCode;
  const guid = input.Warehouse?.Guid;
  if (!code && !guid) {
    const usual = account.warehouses.values().find((warehouse) => warehouse["IsDefault"] === true);
    if (usual) return usual;
    throw invalid("Required: Warehouse.WarehouseCode");
  }
  const warehouse = code ? account.warehouses.first("code", code) : account.warehouses.get(guid ?? "");
  if (!warehouse) throw invalid(`Warehouse ${code || guid} does not exist`);
  if (warehouse["Obsolete"] === true) throw invalid(`Warehouse ${warehouse.WarehouseCode} is obsolete`);
  return warehouse;
}

function taxOf(account: Account, input: OrderInput) {
  const code = input.Tax?.TaxCode;
  if (!code) return null;
  const tax = account.taxes.first("code", code);
  if (!tax) throw invalid(`Tax code ${code} does not exist`);
  return tax;
}

function currencyOf(account: Account, input: OrderInput) {
  const code = input.Currency?.CurrencyCode;
  const guid = input.Currency?.Guid;
  if (!code && !guid) return null;
  const currency = code ? account.currencies.first("code", code) : account.currencies.get(guid ?? "");
  if (!currency) throw invalid(`Currency ${code || guid} does not exist in this account`);
  return currency;
}

function refuseNamesake(account: Account, number: string, guid: string): void {
  if (!account.settings.refuseDuplicateOrderNumber) return;
  if (account.salesOrders.find("number", number).some((row) => row.value.Guid !== guid))
    throw invalid(`Order number ${number} is already in use`);
}

function freeNumber(account: Account): string {
  for (;;) {
    const number = account.nextNumber("SO");
    if (account.salesOrders.find("number", number).length === 0) return number;
  }
}
