import type { CustomerBody, WireCustomer } from "../../schema.ts";
import type { DesiredCustomer, WrittenCustomer } from "./desired-customer.ts";

/**
 * Fields that `POST /Customers/{guid}` takes. Any other, such as those a reply adds, is answered with a bare 500 (the public
 * "unleashed-media-sync" service of a merchant, its transcription of the documentation).
 */
const plainFields = [
  "CustomerCode",
  "CustomerName",
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
  "Taxable",
  "TaxCode",
  "TaxRate",
  "DiscountRate",
  "PaymentTerm",
  "SellPriceTier",
  "SalesOrderGroup",
  "DeliveryMethod",
  "HasCreditLimit",
  "CreditLimit",
  "PrintInvoice",
  "PrintPackingSlipInsteadOfInvoice",
  "StopCredit",
  "Obsolete",
  "XeroSalesAccount",
  "XeroCostOfGoodsAccount",
] as const;
const addressFields = [
  "AddressType",
  "AddressName",
  "StreetAddress",
  "StreetAddress2",
  "Suburb",
  "City",
  "Region",
  "Country",
  "PostalCode",
  "IsDefault",
  "DeliveryInstruction",
] as const;

/** Body that makes a customer. */
export function createBody(desired: DesiredCustomer, written: WrittenCustomer): CustomerBody {
  return {
    Guid: desired.guid,
    ...desired.onCreate,
    ...present(written.values),
    CustomerCode: desired.code,
    CustomerName: desired.name,
    ...(written.addresses.length === 0
      ? {}
      : {
          Addresses: written.addresses.map(({ type, parts }) => ({ AddressType: type, ...present(parts) })),
        }),
  };
}

/**
 * Body that changes a customer: the whole of it, since what is left out is blanked, with the changes laid over, and none of the
 * fields that a reply has and an update does not take.
 */
export function updateBody(current: WireCustomer, written: WrittenCustomer): CustomerBody {
  const addresses: Record<string, unknown>[] = (current.Addresses ?? []).map((address) =>
    pick(address, addressFields),
  );
  for (const { type, index, parts } of written.addresses) {
    if (index === null) addresses.push({ AddressType: type, ...present(parts) });
    else addresses[index] = { ...addresses[index], ...parts };
  }
  return {
    Guid: current.Guid,
    ...pick(current, plainFields),
    ...nested(current, "SalesPerson", ["Guid", "Email", "FullName"]),
    ...warehouse(current),
    ...nested(current, "Currency", ["CurrencyCode", "Description", "Guid"]),
    ...written.values,
    CustomerCode: current.CustomerCode,
    CustomerName: textOr(written.values["CustomerName"], current.CustomerName ?? current.CustomerCode),
    Addresses: addresses,
  };
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}

/** The default warehouse by its GUID or its code, not both. */
function warehouse(current: WireCustomer): Record<string, unknown> {
  const both = nested(current, "DefaultWarehouse", ["Guid", "WarehouseCode"]);
  const value = both["DefaultWarehouse"];
  if (value?.["Guid"] === undefined) return both;
  return { DefaultWarehouse: { Guid: value["Guid"] } };
}

function nested(
  current: WireCustomer,
  name: string,
  fields: readonly string[],
): Record<string, Record<string, unknown>> {
  const value = current[name];
  return typeof value === "object" && value !== null
    ? { [name]: pick(value as Record<string, unknown>, fields) }
    : {};
}

function pick(from: Readonly<Record<string, unknown>>, fields: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const field of fields) if (from[field] !== undefined) picked[field] = from[field];
  return picked;
}

function present<T>(values: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
