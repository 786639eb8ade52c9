import type { z } from "zod";
import type { Account, ListName } from "./account.ts";
import type {
  seedCustomer,
  seedProduct,
  seedStock,
  seedTax,
  seedWarehouse,
  UnleashedCatalogue,
} from "./catalogue.ts";
import { saveCustomer } from "./customers.ts";
import { saveProduct } from "./products.ts";
import type { Currency, Customer, Product, Tax, Warehouse } from "./records.ts";
import { invalid } from "./refusal.ts";
import { seededGuid, toWireDate } from "./wire-format.ts";

const by = "Set-up";

/** Fills an account. GUIDs follow from the codes, so the same catalogue gives the same account. */
export function seedAccount(account: Account, catalogue: UnleashedCatalogue): void {
  const now = account.now();
  account.baseCurrency = catalogue.baseCurrency ?? account.baseCurrency;
  account.customStatuses = catalogue.customStatuses ?? account.customStatuses;
  for (const { code, description } of catalogue.currencies ?? []) {
    const currency: Currency = {
      CurrencyCode: code,
      Description: description,
      Guid: seededGuid("currency", code),
      LastModifiedOn: toWireDate(now),
    };
    account.currencies.put(currency, now);
  }
  for (const warehouse of catalogue.warehouses ?? []) putWarehouse(account, warehouse);
  for (const tax of catalogue.taxes ?? []) putTax(account, tax);
  const lists: [ListName, string, readonly string[] | undefined][] = [
    ["DeliveryMethods", "Name", catalogue.deliveryMethods],
    ["PaymentTerms", "Name", catalogue.paymentTerms],
    ["ProductGroups", "GroupName", catalogue.productGroups],
    ["CustomerTypes", "TypeName", catalogue.customerTypes],
    ["UnitOfMeasures", "Name", catalogue.unitsOfMeasure],
  ];
  for (const [list, field, names] of lists)
    for (const name of names ?? [])
      account.lists[list].put(
        { Guid: seededGuid(list, name), [field]: name, Obsolete: false, LastModifiedOn: toWireDate(now) },
        now,
      );
  for (const [index, name] of (catalogue.sellPriceTiers ?? []).entries())
    account.lists.SellPriceTiers.put({ Guid: seededGuid("tier", name), Tier: index + 1, Name: name }, now);
  for (const { name, email } of catalogue.salesPersons ?? [])
    account.lists.SalesPersons.put(
      { FullName: name, Email: email, Guid: seededGuid("person", email), Obsolete: false },
      now,
    );
  for (const product of catalogue.products ?? []) putProduct(account, product);
  for (const customer of catalogue.customers ?? []) putCustomer(account, customer);
}

export function putWarehouse(account: Account, given: z.input<typeof seedWarehouse>): Warehouse {
  const now = account.now();
  const before = account.warehouses.first("code", given.code);
  const blank = Object.fromEntries(
    [
      "StreetNo",
      "AddressLine1",
      "AddressLine2",
      "Suburb",
      "City",
      "Region",
      "Country",
      "PostCode",
      "PhoneNumber",
      "FaxNumber",
      "MobileNumber",
      "DDINumber",
      "ContactName",
    ].map((name) => [name, null]),
  );
  return account.warehouses.put(
    {
      WarehouseCode: given.code,
      WarehouseName: given.name ?? given.code,
      IsDefault: given.isDefault ?? false,
      ...blank,
      Obsolete: given.obsolete ?? false,
      Guid: before?.Guid ?? seededGuid("warehouse", given.code),
      LastModifiedOn: toWireDate(now),
    },
    now,
  );
}

export function putTax(account: Account, given: z.input<typeof seedTax>): Tax {
  const now = account.now();
  const before = account.taxes.first("code", given.code);
  return account.taxes.put(
    {
      TaxCode: given.code,
      Description: given.description ?? given.code,
      TaxRate: given.rate,
      CanApplyToExpenses: true,
      CanApplyToRevenue: true,
      Obsolete: false,
      Guid: before?.Guid ?? seededGuid("tax", given.code),
      LastModifiedOn: toWireDate(now),
    },
    now,
  );
}

export function putProduct(account: Account, given: z.input<typeof seedProduct>): Product {
  const guid = account.products.first("code", given.code)?.Guid ?? seededGuid("product", given.code);
  const product = saveProduct(
    account,
    guid,
    {
      ProductCode: given.code,
      ProductDescription: given.description ?? given.code,
      DefaultSellPrice: given.price ?? null,
      TaxableSales: given.taxable ?? true,
      Barcode: given.barcode ?? null,
      NeverDiminishing: given.nonStock ?? false,
      ...given.fields,
    },
    by,
  );
  for (const [warehouseCode, quantity] of Object.entries(given.stock ?? {}))
    setStock(account, { productCode: given.code, warehouseCode, quantity });
  return product;
}

export function putCustomer(account: Account, given: z.input<typeof seedCustomer>): Customer {
  const guid = account.customers.first("code", given.code)?.Guid ?? seededGuid("customer", given.code);
  const body = {
    CustomerCode: given.code,
    CustomerName: given.name,
    Email: given.email ?? null,
    PhoneNumber: given.phone ?? null,
    Notes: given.notes ?? null,
    Currency: given.currency === undefined ? null : { CurrencyCode: given.currency },
    ...given.fields,
  };
  return saveCustomer(account, guid, body, by);
}

export function setStock(account: Account, given: z.input<typeof seedStock>): void {
  const product = account.products.first("code", given.productCode);
  if (!product) throw invalid(`no product has the code ${given.productCode}`);
  const warehouse = account.warehouses.first("code", given.warehouseCode);
  if (!warehouse) throw invalid(`no warehouse has the code ${given.warehouseCode}`);
  const level = account.stock.level(product.Guid, warehouse.Guid);
  account.stock.move(product.Guid, warehouse.Guid, given.quantity - level.onHand, account.now());
}
