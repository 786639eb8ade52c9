import { amount, exact, isSameAmount, sum, type Amount, type Money } from "#domain/money.ts";
import type { OrderLine } from "#domain/order/order.ts";

/**
 * Finds the lines that are tips. Shopify lists a tip as a line without product, but only some of its messages mark it, so it
 * is told by its amount: the lines without product, SKU, shipping and discount that add up to the order's tip. Where lines
 * are found, the tip in the buyer's currency is theirs, since a webhook states the order's tip in shop currency only.
 */
export function settleTips(
  lines: readonly OrderLine[],
  tip: Money,
): { readonly lines: readonly OrderLine[]; readonly tip: Money; readonly found: boolean } {
  if (tip.shop === "0" && tip.presentment === "0") return { lines, tip, found: false };
  const candidates = lines.filter(mayBeTip);
  const chosen = adds(candidates, tip.shop)
    ? candidates
    : candidates.filter((line) => isSameAmount(worth(line, "shop"), tip.shop)).slice(0, 1);
  if (chosen.length === 0) return { lines, tip, found: false };
  const ids = new Set(chosen.map(({ id }) => id));
  return {
    lines: lines.map((line) => (ids.has(line.id) ? { ...line, tip: true } : line)),
    tip: { shop: tip.shop, presentment: sum(chosen.map((line) => worth(line, "presentment"))) },
    found: true,
  };
}

function mayBeTip(line: OrderLine): boolean {
  return (
    (line.productId ?? null) === null &&
    line.sku === null &&
    !line.requiresShipping &&
    !line.giftCard &&
    line.discounts.length === 0
  );
}

function adds(lines: readonly OrderLine[], total: Amount): boolean {
  return lines.length > 0 && isSameAmount(sum(lines.map((line) => worth(line, "shop"))), total);
}

function worth(line: OrderLine, currency: keyof Money): Amount {
  return amount(exact(line.unitPrice[currency]).times(line.quantity));
}
