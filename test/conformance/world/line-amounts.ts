import assert from "node:assert/strict";
import { exact } from "#domain/money.ts";
import type { ProbedLine } from "../subject.ts";
import type { Purchase, TargetWorld } from "./target-world.ts";

interface DumpedMoney {
  readonly shopMoney: { readonly amount: string };
}

interface DumpedOrder {
  readonly id: string;
  readonly taxesIncluded: boolean;
  readonly lineItems: {
    readonly nodes: readonly {
      readonly sku: string | null;
      readonly quantity: number;
      readonly originalTotalSet: DumpedMoney;
      readonly discountAllocations: readonly { readonly allocatedAmountSet: DumpedMoney }[];
      readonly taxLines: readonly { readonly priceSet: DumpedMoney }[];
    }[];
  };
}

/** What each line of an order comes to by the shop's own words: after discounts, with tax, and the tax in it. */
export async function lineAmounts(world: TargetWorld, purchase: Purchase): Promise<readonly ProbedLine[]> {
  const { orders } = await world.control<{ orders: readonly DumpedOrder[] }>(
    "/shopify/acme/dump?only=orders",
  );
  const order = orders.find(({ id }) => id === purchase.order.id);
  assert.ok(order, `the shop has no order ${purchase.order.name}`);
  return order.lineItems.nodes.map((line) => {
    const tax = line.taxLines.reduce((sum, { priceSet }) => sum.plus(money(priceSet)), exact("0"));
    const net = line.discountAllocations.reduce(
      (left, { allocatedAmountSet }) => left.minus(money(allocatedAmountSet)),
      money(line.originalTotalSet),
    );
    return {
      code: line.sku,
      quantity: line.quantity,
      total: (order.taxesIncluded ? net : net.plus(tax)).toFixed(2),
      tax: tax.toFixed(2),
    };
  });
}

function money({ shopMoney }: DumpedMoney) {
  return exact(shopMoney.amount);
}
