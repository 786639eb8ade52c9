import type { ListNeed } from "#connectors/kit/flow.ts";
import type { UnleashedSettings } from "./settings.ts";

/** Something of the account that the settings (or the shop) name, and where they do. */
export interface NamedEntry {
  readonly need: ListNeed;
  /** Path of the setting: `orders.warehouse.default`. */
  readonly where: string;
}

/** Everything that has to be in the account for the settings to work. Pure. */
export function namedInSettings(settings: UnleashedSettings, shopCurrency: string): readonly NamedEntry[] {
  const named: NamedEntry[] = [];
  const add = (list: string, key: string | null, where: string): void => {
    if (key !== null) named.push({ need: { list, key }, where });
  };
  const addAll = (list: string, map: Readonly<Record<string, string>>, where: string): void => {
    for (const [name, key] of Object.entries(map)) add(list, key, `${where}.${name}`);
  };
  const { orders, customers } = settings;

  add("Currencies", shopCurrency, "the shop's currency");
  for (const currency of Object.keys(orders.currency.rates))
    add("Currencies", currency, "orders.currency.rates");
  if (customers.currency !== "shop" && customers.currency !== "account")
    add("Currencies", customers.currency, "customers.currency");

  add("Warehouses", orders.warehouse.default, "orders.warehouse.default");
  addAll("Warehouses", orders.warehouse.byLocation, "orders.warehouse.byLocation");

  addAll("Taxes", orders.taxes.byTitle, "orders.taxes.byTitle");
  addAll("Taxes", orders.taxes.byRate, "orders.taxes.byRate");
  add("Taxes", orders.taxes.exempt, "orders.taxes.exempt");
  add("Taxes", customers.taxCodes.taxable, "customers.taxCodes.taxable");
  add("Taxes", customers.taxCodes.exempt, "customers.taxCodes.exempt");

  addAll("DeliveryMethods", orders.deliveryMethod.map, "orders.deliveryMethod.map");
  add("DeliveryMethods", orders.deliveryMethod.default, "orders.deliveryMethod.default");

  addAll("Products", orders.products.map, "orders.products.map");
  const { shipping, customLines, giftCardsSold, tips, duties, fees } = orders.charges;
  for (const [name, charge] of Object.entries({ shipping, customLines, giftCardsSold, tips, duties, fees }))
    if (charge.as === "product") add("Products", charge.product, `orders.charges.${name}.product`);

  if (customers.mode === "one-customer")
    add("Customers", customers.oneCustomerCode, "customers.oneCustomerCode");
  for (const kind of ["individuals", "companies"] as const) {
    add("CustomerTypes", customers.customerType[kind], `customers.customerType.${kind}`);
    add("SellPriceTiers", customers.sellPriceTier[kind], `customers.sellPriceTier.${kind}`);
  }
  return named;
}
