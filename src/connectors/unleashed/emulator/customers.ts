import { z } from "zod";
import type { Account } from "./account.ts";
import type { Row } from "./collection.ts";
import type { ListRequest } from "./list-query.ts";
import {
  contains,
  equals,
  filterRows,
  flag,
  isTrue,
  modifiedSince,
  startsWith,
  anyRow,
} from "./list-query.ts";
import type { Customer } from "./records.ts";
import { invalid } from "./refusal.ts";
import { optionalFlag, optionalNumber, optionalText, requireFields, shape } from "./request-body.ts";
import { toWireDate } from "./wire-format.ts";

const textFields = [
  "CustomerType",
  "CustomerTypeGuid",
  "ContactFirstName",
  "ContactLastName",
  "Email",
  "EmailCC",
  "PhoneNumber",
  "MobileNumber",
  "FaxNumber",
  "DDINumber",
  "TollFreeNumber",
  "Website",
  "BankAccount",
  "BankBranch",
  "BankName",
  "GSTVATNumber",
  "EORINumber",
  "Notes",
  "TaxCode",
  "PaymentTerm",
  "SellPriceTier",
  "SalesOrderGroup",
  "DeliveryMethod",
  "XeroSalesAccount",
  "XeroCostOfGoodsAccount",
] as const;
const flagFields = [
  "Taxable",
  "HasCreditLimit",
  "PrintInvoice",
  "PrintPackingSlipInsteadOfInvoice",
  "StopCredit",
  "Obsolete",
] as const;

const fieldsOf = <N extends string, S extends z.ZodType>(names: readonly N[], schema: S) =>
  Object.fromEntries(names.map((name) => [name, schema])) as Record<N, S>;

const address = {
  AddressType: z.enum(["Postal", "Physical", "Shipping"]),
  ...fieldsOf(
    [
      "AddressName",
      "StreetAddress",
      "StreetAddress2",
      "Suburb",
      "City",
      "Region",
      "Country",
      "PostalCode",
      "DeliveryInstruction",
    ],
    optionalText,
  ),
  IsDefault: optionalFlag,
};
const nested = (build: typeof z.object | typeof z.strictObject) => ({
  Guid: optionalText,
  CustomerCode: optionalText,
  CustomerName: optionalText,
  ...fieldsOf(textFields, optionalText),
  ...fieldsOf(flagFields, optionalFlag),
  TaxRate: optionalNumber,
  DiscountRate: optionalNumber,
  CreditLimit: optionalNumber,
  SalesPerson: build({ Guid: optionalText, Email: optionalText, FullName: optionalText }).nullish(),
  DefaultWarehouse: build({ Guid: optionalText, WarehouseCode: optionalText }).nullish(),
  Currency: build({ CurrencyCode: optionalText, Description: optionalText, Guid: optionalText }).nullish(),
  Addresses: z.array(build(address)).nullish(),
});
/** Only what the update accepts (a merchant's public "unleashed-media-sync" service, its transcription of the documentation). */
const strictInput = z.strictObject(nested(z.strictObject));
const looseInput = z.object(nested(z.object));

type CustomerInput = z.infer<typeof looseInput>;

/**
 * Creates the customer, or replaces it as a whole: what the body leaves out is blanked. `create` is told apart by the
 * GUID alone.
 */
export function saveCustomer(account: Account, guid: string, body: unknown, by: string): Customer {
  const refusesUnknown = account.settings.refuseUnknownFields !== "none";
  const input: CustomerInput = shape(refusesUnknown ? strictInput : looseInput, body);
  requireFields(input, ["CustomerCode", "CustomerName"]);
  const code = input.CustomerCode ?? "";
  const namesake = account.customers.first("code", code);
  if (namesake && namesake.Guid !== guid) throw invalid(`Customer code ${code} is already in use`);
  const before = account.customers.get(guid);
  const now = account.now();
  const customer = buildCustomer(account, guid, input, {
    CreatedOn: before?.["CreatedOn"] ?? toWireDate(now),
    CreatedBy: before?.["CreatedBy"] ?? by,
    LastModifiedOn: toWireDate(now),
    LastModifiedBy: by,
    SourceId: before?.["SourceId"] ?? null,
    XeroContactId: before?.["XeroContactId"] ?? null,
  });
  account.customers.put(customer, now);
  account.webhooks.announce("customer", before ? "updated" : "created", guid);
  return customer;
}

function buildCustomer(
  account: Account,
  guid: string,
  input: CustomerInput,
  kept: Record<string, unknown>,
): Customer {
  const texts = Object.fromEntries(textFields.map((name) => [name, input[name] || null]));
  const flags = Object.fromEntries(flagFields.map((name) => [name, input[name] ?? false]));
  return {
    Guid: guid,
    CustomerCode: input.CustomerCode ?? "",
    CustomerName: input.CustomerName ?? "",
    ...texts,
    ...flags,
    Email: input.Email || null,
    Obsolete: input.Obsolete ?? false,
    TaxCode: checkTax(account, input.TaxCode),
    SellPriceTier: input.SellPriceTier || null,
    TaxRate: input.TaxRate ?? null,
    DiscountRate: input.DiscountRate ?? 0,
    CreditLimit: input.CreditLimit ?? null,
    SalesPerson: input.SalesPerson ?? null,
    DefaultWarehouse: warehouseOf(account, input.DefaultWarehouse),
    Currency: currencyOf(account, input.Currency),
    Addresses: (input.Addresses ?? []).map((entry) => ({
      Guid: account.newGuid(),
      ...Object.fromEntries(Object.keys(address).map((name) => [name, null])),
      ...entry,
      IsDefault: entry.IsDefault ?? false,
    })),
    Contacts: [],
    Reminder: null,
    ...kept,
  };
}

function checkTax(account: Account, code: string | null | undefined): string | null {
  if (!code) return null;
  if (!account.taxes.first("code", code)) throw invalid(`Tax code ${code} does not exist`);
  return code;
}

function warehouseOf(account: Account, given: CustomerInput["DefaultWarehouse"]) {
  if (!given?.Guid && !given?.WarehouseCode) return null;
  const warehouse = given.Guid
    ? account.warehouses.get(given.Guid)
    : account.warehouses.first("code", given.WarehouseCode ?? "");
  if (!warehouse) throw invalid(`Warehouse ${given.WarehouseCode ?? given.Guid} does not exist`);
  return warehouse;
}

function currencyOf(account: Account, given: CustomerInput["Currency"]) {
  const code = given?.CurrencyCode || (given?.Guid ? undefined : account.baseCurrency);
  const currency =
    code === undefined ? account.currencies.get(given?.Guid ?? "") : account.currencies.first("code", code);
  if (!currency) throw invalid(`Currency ${code ?? given?.Guid} does not exist in this account`);
  return currency;
}

const field = (name: string) => (customer: Customer) => customer[name];

/** `GET /Customers`; obsolete ones only when asked for. */
export function listCustomers(account: Account, request: ListRequest): Row<Customer>[] {
  const { parameters } = request;
  const withObsolete = isTrue(parameters.get("includeObsolete") || "false");
  const rows = filterRows<Customer>(account.customers.rows(), request, {
    contactEmail: startsWith((customer) => customer.Email),
    customer: contains(
      (customer) => customer.CustomerCode,
      (customer) => customer.CustomerName,
    ),
    customerCode: startsWith((customer) => customer.CustomerCode),
    customerName: startsWith((customer) => customer.CustomerName),
    customerType: equals(field("CustomerType")),
    currency: equals((customer) => customer.Currency?.CurrencyCode),
    sellPriceTier: equals((customer) => customer.SellPriceTier),
    salesOrderGroup: equals(field("SalesOrderGroup")),
    stopCredit: flag((customer) => customer["StopCredit"] === true),
    xeroContactId: equals(field("XeroContactId")),
    modifiedSince: modifiedSince(account.settings.modifiedSinceInclusive),
    includeObsolete: anyRow,
    includeAllContacts: anyRow,
  });
  return withObsolete ? rows : rows.filter((row) => !row.value.Obsolete);
}
