import assert from "node:assert/strict";
import { exact } from "#domain/money.ts";
import type { TargetGuarantee } from "../guarantee.ts";
import { expectOnce } from "../world/expect-once.ts";
import { lineAmounts } from "../world/line-amounts.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

type Wish = Readonly<Record<string, unknown>>;

/** Orders whose cents are hard to place. */
const baskets: readonly (readonly [what: string, order: Wish])[] = [
  [
    "a percentage off many units, with shipping",
    {
      lines: [
        { sku: "MUG-STONE", quantity: 7 },
        { sku: "TWL-LINEN", quantity: 3 },
      ],
      discounts: [{ code: "THIRD", percentage: "33.33" }],
      shipping: "9.95",
    },
  ],
  [
    "an amount off one line, and a line for nothing",
    {
      lines: [
        { sku: "MUG-STONE", quantity: 3, discount: { title: "A chip", amount: "1.01" } },
        { sku: "TOTE-01", price: "0.00" },
      ],
    },
  ],
  [
    "prices without tax",
    {
      taxesIncluded: false,
      lines: [
        { sku: "MUG-STONE", quantity: 3 },
        { sku: "TWL-LINEN", quantity: 2 },
      ],
      discounts: [{ code: "SEVEN", amount: "7.00" }],
    },
  ],
  [
    "lines with and without tax",
    {
      lines: [
        { sku: "MUG-STONE", quantity: 2 },
        { sku: "TOTE-01", quantity: 3, taxable: false },
      ],
    },
  ],
  ["another currency in the buyer's eyes", { currency: "NZD", lines: [{ sku: "MUG-STONE", quantity: 3 }] }],
];

export const amountsToTheCent: TargetGuarantee = {
  name: "amounts-to-the-cent",
  needs: "orders",
  says: "What an order comes to, and each of its lines with its tax, is the same on both sides to the cent, in the shop's currency.",
  role: "target",
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      for (const [what, more] of baskets) {
        const purchase = await world.buy({ more: { shipping: undefined, ...more } });
        await world.arrived(purchase);
        await world.settled();
        await expectOnce(world, purchase);
        const inShop = await lineAmounts(world, purchase);
        for (const flow of world.flows.filter(({ kind }) => kind === "orders")) {
          const { lines } = await world.theDocument(purchase, flow);
          if (lines === null) continue;
          assert.deepEqual(
            perCode(lines, more["currency"] === undefined),
            perCode(inShop, more["currency"] === undefined),
            `lines of the ${flow.noun} of an order with ${what}`,
          );
        }
      }
    }),
};

interface Line {
  readonly code: string | null;
  readonly quantity: number;
  readonly total: string;
  readonly tax: string;
}

/** Lines of one code together; a converted order may differ by a unit per line, so of those only what was bought counts. */
function perCode(lines: readonly Line[], withAmounts: boolean): Readonly<Record<string, string>> {
  const sums = new Map<string, { quantity: number; total: string; tax: string }>();
  for (const { code, quantity, total, tax } of lines) {
    if (code === null) continue;
    const sum = sums.get(code) ?? { quantity: 0, total: "0", tax: "0" };
    sums.set(code, {
      quantity: sum.quantity + quantity,
      total: exact(sum.total).plus(exact(total)).toFixed(2),
      tax: exact(sum.tax).plus(exact(tax)).toFixed(2),
    });
  }
  return Object.fromEntries(
    [...sums]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([code, { quantity, total, tax }]) => [
        code,
        withAmounts ? `${quantity} for ${total}, tax ${tax} in it` : `${quantity}`,
      ]),
  );
}
