import type { Facts } from "#connectors/kit/flow.ts";
import { keyText } from "#domain/source-record.ts";
import type { Order } from "#domain/order/order.ts";
import { currencyDecimals } from "#domain/currency.ts";
import { exact } from "#domain/money.ts";
import { unleashedSettings, type UnleashedSettings } from "../../settings.ts";
import { testStore } from "../../test-client.ts";
import type { DesiredOrder } from "./desired-order.ts";
import { projectOrder } from "./project-order.ts";

/** What an account has, as `lookUp` would answer. */
export interface TestAccount {
  readonly products?: readonly (
    string | { readonly code: string; readonly obsolete?: boolean; readonly sellable?: boolean }
  )[];
  readonly taxes?: readonly { readonly code: string; readonly rate: number; readonly revenue?: boolean }[];
  readonly currencies?: readonly { readonly code: string; readonly rate?: number }[];
  readonly warehouses?: readonly {
    readonly code: string;
    readonly isDefault?: boolean;
    readonly obsolete?: boolean;
  }[];
  readonly customers?: readonly string[];
  /** Currency of its customers; default: none is named. */
  readonly customerCurrency?: string;
}

const usual: Required<Omit<TestAccount, "customerCurrency">> = {
  products: ["TEA", "MUG", "SHIP", "GIFT"],
  taxes: [
    { code: "G.S.T.", rate: 0.1 },
    { code: "GST15", rate: 0.15 },
    { code: "NONE", rate: 0 },
  ],
  currencies: ["AUD", "NZD", "USD", "JPY", "KWD"].map((code) => ({ code })),
  warehouses: [{ code: "MAIN", isDefault: true }, { code: "NORTH" }, { code: "OLD", obsolete: true }],
  customers: ["WEB"],
};

/** Facts of a shop whose currency is that of the account, where every buyer is linked. For tests. */
export function testFacts(
  account: TestAccount = {},
  decisions: Readonly<Record<string, string>> = {},
  store: Partial<Facts["store"]> = {},
): Facts {
  const { products, taxes, currencies, warehouses, customers } = { ...usual, ...account };
  const lists: Record<string, unknown> = {
    "Taxes:*": taxes.map((tax) => ({
      Guid: `tax-${tax.code}`,
      TaxCode: tax.code,
      TaxRate: tax.rate,
      CanApplyToRevenue: tax.revenue ?? true,
    })),
    "Warehouses:*": warehouses.map((warehouse) => ({
      Guid: `warehouse-${warehouse.code}`,
      WarehouseCode: warehouse.code,
      IsDefault: warehouse.isDefault ?? false,
      Obsolete: warehouse.obsolete ?? false,
    })),
    "Currencies:*": currencies.map((currency) => ({
      Guid: `currency-${currency.code}`,
      CurrencyCode: currency.code,
      DefaultSellRate: currency.rate ?? null,
    })),
  };
  for (const product of products) {
    const {
      code,
      obsolete = false,
      sellable = true,
    } = typeof product === "string" ? { code: product } : product;
    lists[`Products:${code}`] = {
      Guid: `product-${code}`,
      ProductCode: code,
      Obsolete: obsolete,
      IsSellable: sellable,
    };
  }
  for (const code of customers)
    lists[`Customers:${code}`] = {
      Guid: `customer-${code}`,
      CustomerCode: code,
      Obsolete: false,
      Currency: { CurrencyCode: account.customerCurrency ?? null },
    };
  return {
    store: { ...testStore, ...store },
    occasion: "live",
    connectedAt: "2026-01-01T00:00:00.000Z",
    link: (key) => ({ externalId: `customer-of-${keyText(key)}`, agreed: null }),
    listed: ({ list, key }) => lists[`${list}:${key}`] ?? null,
    decision: (code, key) => decisions[`${code}/${key}`],
  };
}

/** Settings of a connection, with these of its orders and customers. */
export function testSettings(orders: object = {}, customers: object = {}): UnleashedSettings {
  return unleashedSettings.parse({ orders, customers });
}

/** Projects and expects a document. */
export function made(order: Order, facts: Facts, settings: UnleashedSettings): DesiredOrder {
  const projection = projectOrder(order, facts, settings);
  if (!projection.made)
    throw new Error(`not made: ${projection.attention.code}: ${projection.attention.message}`);
  return projection.desired;
}

/** The lines as short texts, and the sums. Throws when the sums do not follow from the lines. */
export function shown({ body }: DesiredOrder, currency = "AUD"): { lines: string[]; sums: string } {
  if (body === null) throw new Error("nothing is sent");
  const decimals = currencyDecimals(currency);
  let subTotal = exact(0);
  let taxTotal = exact(0);
  const lines = body.SalesOrderLines.map((line) => {
    const product = line.Product.ProductCode ?? `[${line.Product.ProductDescription ?? ""}]`;
    const computed = exact(line.OrderQuantity).times(line.UnitPrice).toDecimalPlaces(Math.max(2, decimals));
    if (!computed.equals(line.LineTotal))
      throw new Error(`${line.OrderQuantity} × ${line.UnitPrice} is not ${line.LineTotal}`);
    subTotal = subTotal.plus(line.LineTotal);
    taxTotal = taxTotal.plus(line.LineTax);
    return `${line.OrderQuantity} ${product} @ ${line.UnitPrice} = ${line.LineTotal} + ${line.LineTax} ${line.LineTaxCode ?? ""}`;
  });
  if (!subTotal.equals(body.SubTotal) || !taxTotal.equals(body.TaxTotal))
    throw new Error("the lines do not come to the sums");
  if (!subTotal.plus(taxTotal).equals(body.Total)) throw new Error("the total is not the sum of its parts");
  return { lines, sums: `${body.SubTotal} + ${body.TaxTotal} = ${body.Total}` };
}
