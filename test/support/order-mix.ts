import type { SeededRandom } from "#connectors/kit/emulator/seeded-random.ts";

/** What the buyers of a mix are called: stories look for these words where they must not be. */
export const mixedPeople = ["Peregrine", "Bramblecombe", "peregrine.", "@mixed.example"] as const;

/**
 * A body for the control that places orders: one to four lines, with and without shipping and discounts, by known customers, new
 * ones, and guests with and without an e-mail.
 */
export function drawOrder(random: SeededRandom): Readonly<Record<string, unknown>> {
  const pick = <T>(...from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const person = Math.floor(random() * 40);
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
