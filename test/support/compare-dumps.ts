/**
 * An independent look at both sides: what the emulated shop says an order is, against what the emulated account holds. It shares
 * no code with what carries orders over, works on whole cents, and covers what its stories place: products with a SKU, discounts,
 * shipping with one tax, one currency.
 */

/** An order as `GET /_control/shopify/<store>/dump` shows it, as far as it is compared. */
export interface DumpedOrder {
  readonly id: string;
  readonly name: string;
  readonly cancelledAt: string | null;
  readonly email: string | null;
  readonly customer: { readonly id: string; readonly email: string | null } | null;
  readonly totalPriceSet: DumpedMoney;
  readonly totalTaxSet: DumpedMoney;
  readonly lineItems: { readonly nodes: readonly DumpedLine[] };
  readonly shippingLines: {
    readonly nodes: readonly { readonly title: string; readonly discountedPriceSet: DumpedMoney }[];
  };
}

interface DumpedMoney {
  readonly shopMoney: { readonly amount: string; readonly currencyCode: string };
}

interface DumpedLine {
  readonly sku: string | null;
  readonly title: string;
  readonly quantity: number;
  readonly originalTotalSet: DumpedMoney;
  readonly discountAllocations: readonly { readonly allocatedAmountSet: DumpedMoney }[];
}

/** A sales order as `GET /_control/unleashed/dump` shows it, as far as it is compared. */
export interface DumpedSalesOrder {
  readonly Guid: string;
  readonly OrderNumber: string;
  readonly SubTotal: number;
  readonly TaxTotal: number;
  readonly Total: number;
  readonly Customer: { readonly Guid: string };
  readonly SalesOrderLines: readonly {
    readonly LineType: string | null;
    readonly Product: { readonly ProductCode: string | null };
    readonly OrderQuantity: number;
    readonly LineTotal: number;
    readonly LineTax: number;
  }[];
}

export interface DumpedCustomer {
  readonly Guid: string;
  readonly Email: string | null;
}

export interface Comparison {
  readonly missing: readonly string[];
  readonly doubled: readonly string[];
  /** Sales orders that no order of the shop stands behind. */
  readonly strange: readonly string[];
  readonly different: readonly string[];
}

/** Compares the dumps of the shop `acme` and the account, as their controls give them. */
export async function compareSystems(control: <T>(path: string) => Promise<T>): Promise<Comparison> {
  const { orders } = await control<{ orders: readonly DumpedOrder[] }>("/shopify/acme/dump?only=orders");
  const account = await control<{
    SalesOrders: readonly DumpedSalesOrder[];
    Customers: readonly DumpedCustomer[];
  }>("/unleashed/dump?only=SalesOrders,Customers");
  return compareDumps(orders, account.SalesOrders, account.Customers);
}

/** Compares every order of the shop with the sales orders; everything is empty when both sides agree. */
export function compareDumps(
  orders: readonly DumpedOrder[],
  salesOrders: readonly DumpedSalesOrder[],
  customers: readonly DumpedCustomer[],
): Comparison {
  const byNumber = new Map<string, DumpedSalesOrder[]>();
  for (const sales of salesOrders) {
    const same = byNumber.get(sales.OrderNumber) ?? [];
    byNumber.set(sales.OrderNumber, [...same, sales]);
  }
  const emails = new Map(customers.map(({ Guid, Email }) => [Guid, Email?.toLowerCase() ?? null]));
  const names = new Set(orders.map(({ name }) => name));
  return {
    missing: orders.filter(({ name }) => !byNumber.has(name)).map(({ name }) => name),
    doubled: [...byNumber].filter(([, same]) => same.length > 1).map(([number]) => number),
    strange: [...byNumber.keys()].filter((number) => !names.has(number)),
    different: orders.flatMap((order) =>
      (byNumber.get(order.name) ?? []).flatMap((sales) =>
        differences(order, sales, emails).map((what) => `${order.name}: ${what}`),
      ),
    ),
  };
}

function differences(
  order: DumpedOrder,
  sales: DumpedSalesOrder,
  emails: ReadonlyMap<string, string | null>,
): readonly string[] {
  const found: string[] = [];
  const expectSame = (what: string, shop: unknown, account: unknown): void => {
    if (shop !== account)
      found.push(`${what} is ${String(shop)} in the shop and ${String(account)} over there`);
  };
  expectSame("total", cents(order.totalPriceSet), round(sales.Total));
  expectSame("tax", cents(order.totalTaxSet), round(sales.TaxTotal));
  expectSame("sum of parts", round(sales.Total), round(sales.SubTotal) + round(sales.TaxTotal));
  const buyer = (order.customer?.email ?? order.email)?.toLowerCase() ?? null;
  if (buyer !== null) expectSame("e-mail of the buyer", buyer, emails.get(sales.Customer.Guid));

  const products = sales.SalesOrderLines.filter(({ Product }) => Product.ProductCode !== null);
  expectSame("number of product lines", order.lineItems.nodes.length, products.length);
  order.lineItems.nodes.forEach((line, index) => {
    const other = products[index];
    if (other === undefined) return;
    expectSame(`code of line ${index + 1}`, line.sku, other.Product.ProductCode);
    expectSame(`quantity of line ${index + 1}`, line.quantity, other.OrderQuantity);
    expectSame(`amount of line ${index + 1}`, amountOf(line), round(other.LineTotal) + round(other.LineTax));
  });
  const charged = sales.SalesOrderLines.filter(({ Product }) => Product.ProductCode === null);
  const shipping = order.shippingLines.nodes.reduce((sum, line) => sum + cents(line.discountedPriceSet), 0);
  const charges = charged.reduce((sum, line) => sum + round(line.LineTotal) + round(line.LineTax), 0);
  expectSame("shipping", shipping, charges);
  return found;
}

/** What a line costs with tax, after its discounts. */
function amountOf({ originalTotalSet, discountAllocations }: DumpedLine): number {
  return discountAllocations.reduce(
    (left, { allocatedAmountSet }) => left - cents(allocatedAmountSet),
    cents(originalTotalSet),
  );
}

function cents({ shopMoney }: DumpedMoney): number {
  const [whole = "0", part = ""] = shopMoney.amount.split(".");
  return Number(whole) * 100 + Number(part.padEnd(2, "0").slice(0, 2));
}

function round(amount: number): number {
  return Math.round(amount * 100);
}
