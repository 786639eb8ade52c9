import { z } from "zod";
import { optionalFlag, optionalNumber, optionalText, requireFields } from "./request-body.ts";

const line = z.object({
  Guid: optionalText,
  LineNumber: z.int().nullish(),
  LineType: optionalText,
  Product: z
    .object({ Guid: optionalText, ProductCode: optionalText, ProductDescription: optionalText })
    .nullish(),
  DueDate: optionalText,
  OrderQuantity: optionalNumber,
  UnitPrice: optionalNumber,
  DiscountRate: optionalNumber,
  LineTotal: optionalNumber,
  Volume: optionalNumber,
  Weight: optionalNumber,
  Comments: optionalText,
  TaxRate: optionalNumber,
  LineTax: optionalNumber,
  XeroTaxCode: optionalText,
  LineTaxCode: optionalText,
  XeroSalesAccount: optionalText,
});

const fields = {
  Guid: optionalText,
  OrderNumber: optionalText,
  OrderDate: optionalText,
  RequiredDate: optionalText,
  CompletedDate: optionalText,
  OrderStatus: optionalText,
  CustomOrderStatus: optionalText,
  Customer: z.object({ Guid: optionalText, CustomerCode: optionalText }).nullish(),
  CustomerRef: optionalText,
  Comments: optionalText,
  Warehouse: z.object({ Guid: optionalText, WarehouseCode: optionalText }).nullish(),
  ReceivedDate: optionalText,
  DeliveryName: optionalText,
  DeliveryStreetAddress: optionalText,
  DeliveryStreetAddress2: optionalText,
  DeliverySuburb: optionalText,
  DeliveryCity: optionalText,
  DeliveryRegion: optionalText,
  DeliveryCountry: optionalText,
  DeliveryPostCode: optionalText,
  DeliveryContact: optionalText,
  DeliveryInstruction: optionalText,
  DeliveryMethod: optionalText,
  Currency: z.object({ Guid: optionalText, CurrencyCode: optionalText }).nullish(),
  ExchangeRate: optionalNumber,
  DiscountRate: optionalNumber,
  Tax: z.object({ Guid: optionalText, TaxCode: optionalText, TaxRate: optionalNumber }).nullish(),
  TaxRate: optionalNumber,
  XeroTaxCode: optionalText,
  SubTotal: optionalNumber,
  TaxTotal: optionalNumber,
  Total: optionalNumber,
  TotalVolume: optionalNumber,
  TotalWeight: optionalNumber,
  PaymentDueDate: optionalText,
  AllocateProduct: optionalFlag,
  SaveAddress: optionalFlag,
  SalesAccount: optionalText,
  SalesOrderGroup: optionalText,
  SalesPerson: z.object({ Guid: optionalText, Email: optionalText, FullName: optionalText }).nullish(),
  SendAccountingJournalOnly: optionalFlag,
  SourceId: optionalText,
  SalesOrderLines: z.array(line).nullish(),
};

/** The fields that a sales order's POST and PUT take. */
export const orderInput = z.object(fields);
export type OrderInput = z.infer<typeof orderInput>;
export type OrderLineInput = z.infer<typeof line>;

export const hasUnknownOrderFields = (body: Record<string, unknown>) =>
  Object.keys(body).some((name) => !(name in fields));

const requiredOnCreate = [
  "Customer",
  "Warehouse.WarehouseCode",
  "OrderStatus",
  "ExchangeRate",
  "Tax.TaxCode",
  "Tax.TaxRate",
  "TaxRate",
  "SubTotal",
  "TaxTotal",
  "Total",
];
const requiredOnUpdate = [
  "ExchangeRate",
  "OrderStatus",
  "Tax.TaxCode",
  "Tax.TaxRate",
  "Warehouse.WarehouseCode",
];
const requiredOnLine = ["LineNumber", "OrderQuantity", "UnitPrice", "LineTotal", "LineTax"];

/** The required lists of mindcloud-inc/universal-api-reference, apis/u/unleashed/native-api. */
export function requireOrderFields(input: OrderInput, isUpdate: boolean): void {
  requireFields(input, isUpdate ? requiredOnUpdate : requiredOnCreate);
  for (const [index, entry] of (input.SalesOrderLines ?? []).entries())
    requireFields(
      { [`SalesOrderLines[${index}]`]: entry },
      requiredOnLine.map((name) => `SalesOrderLines[${index}].${name}`),
    );
}
