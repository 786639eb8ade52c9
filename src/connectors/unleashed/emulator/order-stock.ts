import type { Account } from "./account.ts";
import type { SalesOrder, SalesOrderLine } from "./records.ts";
import { invalid } from "./refusal.ts";

/** Gives back what the order's former state had allocated and takes what the new one needs. */
export function reallocate(
  account: Account,
  before: SalesOrder | undefined,
  after: SalesOrder | undefined,
): void {
  if (before) allocate(account, before, -1);
  if (after) allocate(account, after, 1);
}

function allocate(account: Account, order: SalesOrder, sign: 1 | -1): void {
  const holdsStock = order.OrderStatus === "Placed" || order.OrderStatus === "Backordered";
  if (!holdsStock || !order.AllocateProduct) return;
  for (const { product, quantity } of stockLines(account, order.SalesOrderLines))
    account.stock.allocate(product, order.Warehouse.Guid, sign * quantity, account.now());
}

/** Takes the stock of a completed order. Nothing is taken when a refusal is thrown. */
export function takeStock(account: Account, order: SalesOrder): void {
  const lines = stockLines(account, order.SalesOrderLines);
  const now = account.now();
  if (!account.settings.negativeStock) {
    const wanted = new Map<string, number>();
    for (const { product, quantity } of lines) wanted.set(product, (wanted.get(product) ?? 0) + quantity);
    for (const [product, quantity] of wanted) {
      if (account.stock.level(product, order.Warehouse.Guid).onHand < quantity)
        throw invalid(
          `Not enough stock of ${account.products.get(product)?.ProductCode} to complete the order`,
        );
    }
  }
  for (const { product, quantity } of lines) {
    account.stock.move(product, order.Warehouse.Guid, -quantity, now);
    account.stock.level(product, order.Warehouse.Guid).lastSaleMs = now;
  }
}

/** Lines of products that are kept in stock. */
function stockLines(account: Account, lines: readonly SalesOrderLine[]) {
  return lines.flatMap((line) => {
    const product = line.Product.Guid === null ? undefined : account.products.get(line.Product.Guid);
    if (!product || product.NeverDiminishing) return [];
    return [{ product: product.Guid, quantity: line.OrderQuantity }];
  });
}
