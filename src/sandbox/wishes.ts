import type { SeededRandom } from "#connectors/kit/emulator/seeded-random.ts";
import type { SandboxShop } from "./shops.ts";

/** What happens to an order later. */
export type Sequel = "pay" | "cancel" | "refund" | "fulfil";

/** One order that a shopper is about to place: the body of `POST /_control/shopify/<store>/orders`, and what follows. */
export interface Wish {
  readonly body: Readonly<Record<string, unknown>>;
  readonly sequels: readonly Sequel[];
}

type Draw = (shop: SandboxShop, random: SeededRandom) => Wish;

/** Kinds of order with how often each comes in a hundred. */
const kinds: readonly (readonly [number, Draw])[] = [
  [40, (_shop, random) => ({ body: { ...basket(random), shipping: "9.95" }, sequels: ["fulfil"] })],
  [
    14,
    (_shop, random) => ({
      body: {
        ...basket(random),
        shipping: "9.95",
        discounts: [
          { code: pick(random, ["WELCOME10", "SPRING15"]), percentage: pick(random, ["10", "15"]) },
        ],
      },
      sequels: [],
    }),
  ],
  [
    8,
    (_shop, random) => ({
      body: {
        ...basket(random),
        shipping: "0.00",
        discounts: [{ title: "Bundle and save", amount: "7.00" }],
      },
      sequels: [],
    }),
  ],
  [
    8,
    (shop, random) => ({
      body: { ...basket(random), shipping: "19.50", currency: pick(random, Object.keys(shop.exchangeRates)) },
      sequels: [],
    }),
  ],
  [7, (_shop, random) => ({ body: { ...basket(random), customer: null, shipping: "9.95" }, sequels: [] })],
  [
    6,
    (_shop, random) => ({
      body: { ...basket(random), pos: true, cashRounding: pick(random, ["0.02", "-0.01"]) },
      sequels: [],
    }),
  ],
  [6, (_shop, random) => ({ body: { ...basket(random), paid: false, shipping: "9.95" }, sequels: ["pay"] })],
  [
    4,
    (_shop, random) => ({
      body: { ...basket(random), financialStatus: "authorized", shipping: "9.95" },
      sequels: ["pay"],
    }),
  ],
  [
    3,
    (_shop, random) => ({
      body: {
        randomLines: 4,
        lines: [],
        company: "Harbourline Hotels",
        draft: true,
        poNumber: `PO-${1000 + Math.floor(random() * 9000)}`,
      },
      sequels: [],
    }),
  ],
  [1, (_shop, random) => ({ body: { ...basket(random), tip: "5.00", shipping: "9.95" }, sequels: [] })],
  [1, (_shop, random) => ({ body: { ...basket(random), giftCard: "10.00" }, sequels: [] })],
  [1, (_shop, random) => ({ body: { ...basket(random), paid: false }, sequels: ["cancel"] })],
  [1, (_shop, random) => ({ body: { ...basket(random), shipping: "9.95" }, sequels: ["refund"] })],
];

const hundred = kinds.reduce((sum, [weight]) => sum + weight, 0);

/** Draws what the next shopper does. */
export function drawWish(shop: SandboxShop, random: SeededRandom): Wish {
  let left = random() * hundred;
  for (const [weight, draw] of kinds) {
    left -= weight;
    if (left < 0) return draw(shop, random);
  }
  return { body: basket(random), sequels: [] };
}

function basket(random: SeededRandom): Readonly<Record<string, unknown>> {
  return { lines: [], randomLines: 1 + Math.floor(random() * random() * 5) };
}

function pick<T>(random: SeededRandom, from: readonly T[]): T {
  const chosen = from[Math.floor(random() * from.length)];
  if (chosen === undefined) throw new RangeError("nothing to pick from");
  return chosen;
}
