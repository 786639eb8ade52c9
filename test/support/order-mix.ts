import type { SeededRandom } from "#connectors/kit/emulator/seeded-random.ts";

/** What the buyers of a mix are called: stories look for these words where they must not be. */
export const mixedPeople = ["Peregrine", "Bramblecombe", "peregrine.", "@mixed.example"] as const;

/** E-mails of the mix are `peregrine.<number below this>@mixed.example`. */
export const countOfMixedPeople = 40;

/**
 * A body for the control that places orders: one to four lines, with and without shipping and discounts, by known customers, new
 * ones, and guests with and without an e-mail.
 */
export function drawOrder(random: SeededRandom): Readonly<Record<string, unknown>> {
  const pick = <T>(...from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const person = Math.floor(random() * countOfMixedPeople);
  const named = {
    firstName: "Peregrine",
    lastName: `Bramblecombe-${person}`,
    email: `peregrine.${person}@mixed.example`,
  };
  return {
    lines: [],
    randomLines: 1 + Math.floor(random() * 4),
    ...pick<Readonly<Record<string, unknown>>>(
      {},
      { customer: named },
      { customer: named },
      { customer: null, email: named.email },
      { customer: null, email: null },
    ),
    ...pick({}, { shipping: "9.95" }, { shipping: "12.40" }),
    ...pick<Readonly<Record<string, unknown>>>(
      {},
      {},
      { discounts: [{ code: "WELCOME10", percentage: "10" }] },
      { discounts: [{ title: "Bundle and save", amount: "3.33" }] },
    ),
  };
}

/** Products of the usual catalogue that every account has. */
const soldSkus = ["MUG-STONE", "TWL-LINEN", "CHOC-80", "SEED-MDW", "PDF-PTRN", "SHIRT-M"] as const;

/**
 * A body of every kind that the control takes: all of `drawOrder`, and prices without tax, several taxes, those that a marketplace
 * pays, lines without tax, custom lines, gift cards, lines without or with an unknown SKU, properties, discounts of every kind,
 * several and free shipping methods, tips, duties, rounded cash, gift cards as payment, other currencies, companies, drafts, the point
 * of sale, test orders, and orders that are not paid yet. It never goes through several states by itself.
 */
export function drawAnyOrder(random: SeededRandom): Readonly<Record<string, unknown>> {
  type Body = Readonly<Record<string, unknown>>;
  const pick = <T>(...from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const often = (chance: number): boolean => random() < chance;
  const price = (): string => (Math.floor(random() * 20_000) / 100).toFixed(2);
  const sometimes = (chance: number, draw: () => Body): Body => (often(chance) ? draw() : {});

  const line = (): Body => ({
    ...pick<() => Body>(
      () => ({ sku: pick(...soldSkus) }),
      () => ({ sku: pick(...soldSkus), price: price() }),
      () => ({ sku: pick(...soldSkus), price: price() }),
      () => ({ title: "Gift wrapping", price: price() }),
      () => pick<Body>({ sku: "GIFT-25" }, { sku: pick(...soldSkus), price: "0.00" }, { sku: "CSH-CVR" }),
    )(),
    // So many that no unit price with four decimals may meet their sum.
    ...sometimes(0.4, () => ({ quantity: 1 + Math.floor(random() * (often(0.2) ? 900 : 13)) })),
    ...sometimes(0.15, () => ({ properties: { Engraving: "Per aspera", _id: "hidden" } })),
    ...sometimes(0.15, () => ({
      discount: pick({ percentage: "12.5" }, { amount: "1.11" }, { percentage: "100" }),
    })),
    ...sometimes(0.1, () => ({ taxable: false })),
  });
  const oddLine = (): Body =>
    pick<Body>(
      { title: "Something new", sku: "NOT-IN-ACCOUNT", price: "12.00" },
      { title: "Nothing at all", price: "0.00" },
      { sku: "TOTE-01" },
    );
  const lines = Array.from({ length: 1 + Math.floor(random() * 4) }, line);
  return {
    ...drawOrder(random),
    randomLines: 0,
    lines: often(0.12) ? [...lines, oddLine()] : lines,
    ...sometimes(0.3, () => ({ taxesIncluded: false })),
    ...sometimes(0.3, () => ({
      taxes: pick<readonly Body[]>(
        [{ title: "GST", rate: "0.15" }],
        [
          { title: "State", rate: "0.06" },
          { title: "City", rate: "0.04" },
        ],
        [
          { title: "Marketplace", rate: "0.1", channelLiable: true },
          { title: "GST", rate: "0.1" },
        ],
        [],
        [{ title: "Luxury", rate: "0.33" }],
      ),
    })),
    ...sometimes(0.1, () => ({ taxExempt: true })),
    ...sometimes(0.5, () => ({
      discounts: pick<readonly Body[]>(
        [{ code: "WELCOME10", percentage: "10" }],
        [{ title: "Bundle and save", amount: "3.33" }],
        [
          { code: "FIRST", percentage: "7.5", lines: [0] },
          { title: "By hand", kind: "manual", amount: "2.05" },
        ],
        [{ code: "FREESHIP", percentage: "100", target: "shipping" }],
        [{ title: "Half the way", kind: "automatic", percentage: "50", target: "shipping" }],
      ),
    })),
    ...sometimes(0.6, () => ({
      shipping: pick<unknown>(
        "9.95",
        [
          { title: "Express", code: "EXP", price: "14.20" },
          { title: "Insurance", code: null, price: "3.01", taxable: false },
        ],
        [{ title: "Pick up", price: "0.00" }],
      ),
    })),
    ...sometimes(0.15, () => ({ tip: pick("5.00", "2.37"), tipLine: often(0.7) })),
    ...sometimes(0.1, () => ({ duties: "6.60" })),
    ...sometimes(0.15, () => ({
      // Something that is worth more than what is taken off.
      lines: [...lines, { sku: "MUG-STONE" }],
      ...pick<Body>({ cashRounding: "0.02" }, { cashRounding: "-0.01" }, { giftCard: "1.00" }),
    })),
    ...sometimes(0.2, () => ({ currency: pick("NZD", "USD", "JPY", "KWD") })),
    ...sometimes(0.12, () => ({
      company: pick("HARB-01", "KAURI-7"),
      customer: undefined,
      email: undefined,
    })),
    ...sometimes(0.3, () => ({
      note: "Leave with the neighbour\nif nobody is in ",
      attributes: { Channel: "stall" },
    })),
    ...sometimes(0.2, () => ({ poNumber: " PO-7781 " })),
    // Another day in Sydney than in London.
    ...sometimes(0.2, () => ({ processedAt: "2026-03-01T15:30:00Z" })),
    ...sometimes(0.2, () => ({ phone: "+61491570156" })),
    ...sometimes(0.1, () => ({ shippingAddress: null })),
    ...sometimes(0.1, () => pick<Body>({ draft: true }, { pos: true }, { test: true }, { largeIds: true })),
    ...sometimes(0.2, () => ({
      financialStatus: pick("pending", "authorized", "partially_paid"),
    })),
  };
}

/**
 * Something that people do to an order (`what` is the control's name below the order) or, as `customer`, to its buyer. Some of it
 * the shop refuses, by the order's state.
 */
export function drawChange(random: SeededRandom): { readonly what: string; readonly body: unknown } {
  const [what, body = {}] = changes[Math.floor(random() * changes.length)] ?? ["update"];
  return { what, body };
}

const street = {
  address1: "9 New Street",
  city: "Hobart",
  province: "Tasmania",
  provinceCode: "TAS",
  zip: "7000",
  countryCode: "AU",
};

const changes: readonly (readonly [what: string, body?: unknown])[] = [
  ["pay"],
  ["pay"],
  ["edit", { quantities: [{ line: 0, quantity: 3 }] }],
  ["edit", { quantities: [{ line: 0, quantity: 1 }] }],
  ["edit", { add: [{ sku: "MUG-STONE", quantity: 2 }] }],
  ["cancel", { reason: "customer" }],
  ["refund", { lines: [{ line: 0, quantity: 1 }] }],
  ["refund", { lines: [{ line: 0, quantity: 1 }], shipping: "1.00" }],
  ["refund", { amount: "1.00" }],
  ["refund"],
  ["fulfil"],
  ["update", { tags: ["urgent"], note: "Ring twice" }],
  ["update", { shippingAddress: { firstName: "Peregrine", lastName: "Bramblecombe", ...street } }],
  ["announce", { topics: ["orders/updated", "orders/create"] }],
  ["delete"],
  ["customer", { firstName: "Ottilie", phone: "+61491570157" }],
  ["customer", { addresses: [{ firstName: "Ottilie", lastName: "Bramblecombe", ...street }] }],
  ["customer", { note: "Prefers mornings" }],
  ["customer", { phone: null }],
];
