import type { ShopLine, ShopOrder } from "../../shop-shapes.ts";
import { booked, sum, type Fine } from "./fine-money.ts";

/**
 * The lines that are tips. The shop lists a tip as a line, too, without saying so: one that is no product, is not shipped and is
 * not discounted, and is worth the order's tip, alone or together with the others of its kind.
 */
export function tipLines(order: ShopOrder): ReadonlySet<string> {
  const tip = booked(order.totalTipReceivedSet);
  if (tip === 0n) return new Set();
  const plain = order.lineItems.nodes.filter(isPlain);
  if (sum(plain.map(worth)) === tip) return new Set(plain.map(({ id }) => id));
  const [only] = plain.filter((line) => worth(line) === tip);
  return new Set(only === undefined ? [] : [only.id]);
}

function isPlain(line: ShopLine): boolean {
  return (
    line.product === null &&
    line.sku === null &&
    !line.requiresShipping &&
    !line.isGiftCard &&
    line.discountAllocations.length === 0
  );
}

function worth(line: ShopLine): Fine {
  return booked(line.originalUnitPriceSet) * BigInt(line.quantity);
}
