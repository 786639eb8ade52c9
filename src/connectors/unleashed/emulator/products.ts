import { z } from "zod";
import type { Account } from "./account.ts";
import type { Row } from "./collection.ts";
import type { ListRequest } from "./list-query.ts";
import {
  anyRow,
  contains,
  equals,
  filterRows,
  isTrue,
  modifiedSince,
  oneOf,
  startsWith,
} from "./list-query.ts";
import type { Customer, Product } from "./records.ts";
import { badShape, invalid } from "./refusal.ts";
import { optionalFlag, optionalNumber, optionalText, requireFields, shape } from "./request-body.ts";
import { toWireDate } from "./wire-format.ts";

const texts = [
  "Barcode",
  "Notes",
  "ProductBrand",
  "ImageUrl",
  "XeroTaxCode",
  "XeroSalesTaxCode",
  "XeroSalesAccount",
  "XeroCostOfGoodsAccount",
  "BinLocation",
  "SourceId",
  "SourceVariantParentId",
] as const;
const numbers = [
  "PackSize",
  "Width",
  "Height",
  "Depth",
  "Weight",
  "MinStockAlertLevel",
  "MaxStockAlertLevel",
  "ReOrderPoint",
  "DefaultPurchasePrice",
  "DefaultSellPrice",
  "XeroTaxRate",
  "XeroSalesTaxRate",
] as const;
const flags = [
  "NeverDiminishing",
  "Obsolete",
  "TaxablePurchase",
  "TaxableSales",
  "IsComponent",
  "IsAssembledProduct",
  "CanAutoAssemble",
  "IsSerialized",
  "IsBatchTracked",
] as const;
const tierNames = Array.from({ length: 10 }, (_, index) => `SellPriceTier${index + 1}`);

const fieldsOf = <S extends z.ZodType>(names: readonly string[], schema: S): Record<string, S> =>
  Object.fromEntries(names.map((name) => [name, schema]));

const tier = z.object({
  Name: optionalText,
  Value: z.union([z.string().regex(/^-?\d+(\.\d+)?$/), z.number()]).nullish(),
});
const fields = {
  Guid: optionalText,
  ProductCode: optionalText,
  ProductDescription: optionalText,
  ...fieldsOf(texts, optionalText),
  ...fieldsOf(numbers, optionalNumber),
  ...fieldsOf(flags, optionalFlag),
  ...fieldsOf(tierNames, tier.nullish()),
  IsSellable: optionalFlag,
  IsPurchasable: optionalFlag,
  UnitOfMeasure: z.object({ Guid: optionalText, Name: optionalText }).nullish(),
  ProductGroup: z.object({ Guid: optionalText, GroupName: optionalText }).nullish(),
  Supplier: z.looseObject({}).nullish(),
};
const input = z.object(fields);

/** Creates the product or replaces it as a whole: what the body leaves out is blanked. */
export function saveProduct(account: Account, guid: string, body: unknown, by: string): Product {
  if (account.settings.refuseUnknownFields === "all" && hasUnknown(body)) throw badShape();
  const given: Record<string, unknown> = shape(input, body);
  requireFields(given, ["ProductCode", "ProductDescription"]);
  const code = String(given["ProductCode"]);
  const description = String(given["ProductDescription"]);
  if (code.length > 100) throw invalid("ProductCode is longer than 100 characters");
  if (description.length > 500) throw invalid("ProductDescription is longer than 500 characters");
  const namesake = account.products.first("code", code);
  if (namesake && namesake.Guid !== guid) throw invalid(`Product code ${code} is already in use`);
  const before = account.products.get(guid);
  const now = account.now();
  const product: Product = {
    Guid: guid,
    ProductCode: code,
    ProductDescription: description,
    ...Object.fromEntries(texts.map((name) => [name, given[name] || null])),
    ...Object.fromEntries(numbers.map((name) => [name, given[name] ?? null])),
    ...Object.fromEntries(flags.map((name) => [name, given[name] ?? false])),
    Barcode: (given["Barcode"] as string | null | undefined) || null,
    DefaultSellPrice: (given["DefaultSellPrice"] as number | null | undefined) ?? null,
    NeverDiminishing: given["NeverDiminishing"] === true,
    Obsolete: given["Obsolete"] === true,
    ...Object.fromEntries(
      tierNames.map((name, index) => [
        name,
        toTier(given[name] as z.infer<typeof tier> | null | undefined, `Sell Price Tier ${index + 1}`),
      ]),
    ),
    IsSellable: given["IsSellable"] !== false,
    IsPurchasable: given["IsPurchasable"] !== false,
    UnitOfMeasure: given["UnitOfMeasure"] ?? null,
    ProductGroup: given["ProductGroup"] ?? null,
    Supplier: given["Supplier"] ?? null,
    CustomerSellPrice: null,
    LastCost: before?.["LastCost"] ?? null,
    AverageLandPrice: before?.["AverageLandPrice"] ?? null,
    Images: before?.["Images"] ?? null,
    InventoryDetails: null,
    CreatedBy: before?.["CreatedBy"] ?? by,
    CreatedOn: before?.["CreatedOn"] ?? toWireDate(now),
    LastModifiedOn: toWireDate(now),
  };
  account.products.put(product, now);
  account.webhooks.announce("product", before ? "updated" : "created", guid);
  return product;
}

const readOnly = new Set(["CreatedBy", "CreatedOn", "LastModifiedOn"]);
const hasUnknown = (body: unknown) =>
  Object.keys(body ?? {}).some((name) => !(name in fields) || readOnly.has(name));

/** Tier values are text with four decimals in replies (recorded product of jsok/unleashed). */
function toTier(given: z.infer<typeof tier> | null | undefined, name: string) {
  const value = given?.Value ?? null;
  return { Name: given?.Name ?? name, Value: value === null ? null : Number(value).toFixed(4) };
}

export function obsoleteProduct(account: Account, guid: string): Product | undefined {
  const product = account.products.get(guid);
  if (!product) return undefined;
  const now = account.now();
  account.products.put({ ...product, Obsolete: true, LastModifiedOn: toWireDate(now) }, now);
  account.webhooks.announce("product", "updated", guid);
  return account.products.get(guid);
}

/** `GET /Products`; obsolete ones only when asked for. */
export function listProducts(account: Account, request: ListRequest): Row<Product>[] {
  const withObsolete = isTrue(request.parameters.get("includeObsolete") || "false");
  const barcode = equals((product: Product) => product.Barcode);
  const exclude = (name: string) => (text: string) => {
    const excludes = isTrue(text);
    return (row: Row<Product>) => !excludes || row.value[name] !== true;
  };
  const rows = filterRows<Product>(account.products.rows(), request, {
    productCode: startsWith((product) => product.ProductCode),
    product: contains(
      (product) => product.ProductCode,
      (product) => product.ProductDescription,
    ),
    productDescription: contains((product) => product.ProductDescription),
    ProductBarcode: barcode,
    productBarcode: barcode,
    productGroup: equals((product) => (product["ProductGroup"] as { GroupName?: string } | null)?.GroupName),
    productId: oneOf((product) => product.Guid),
    excludeAssembled: exclude("IsAssembledProduct"),
    excludeComponents: exclude("IsComponent"),
    modifiedSince: modifiedSince(account.settings.modifiedSinceInclusive),
    includeObsolete: anyRow,
    customerCode: anyRow,
  }).filter((row) => withObsolete || !row.value.Obsolete);
  const customerCode = request.parameters.get("customerCode");
  if (!customerCode) return rows;
  const customer = account.customers.first("code", customerCode);
  return rows.map((row) => ({ ...row, value: withCustomerPrice(row.value, customer) }));
}

function withCustomerPrice(product: Product, customer: Customer | undefined): Product {
  const found = tierNames
    .map((name) => product[name] as { Name: string; Value: string | null })
    .find(({ Name, Value }) => customer && Name === customer.SellPriceTier && Value !== null);
  return { ...product, CustomerSellPrice: found ? Number(found.Value) : product.DefaultSellPrice };
}
