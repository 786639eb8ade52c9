import { expect, test } from "vitest";
import type { SeededRandom } from "#connectors/kit/emulator/seeded-random.ts";
import { drawAnyOrder } from "#test/support/order-mix.ts";
import { whenQuiet } from "#test/support/story.ts";
import { carryOrders, type WatchedWorld } from "./carry-orders.ts";
import { checkEvidence } from "./check-evidence.ts";

test.each([1, 2])("orders of all kinds, drawn by %i, are carried as promised", async (seed) => {
  const evidence = await carryOrders(
    async ({ act, random }) => {
      for (let count = 0; count < 40; count++) await act("/orders", drawAnyOrder(random));
    },
    { seed },
  );
  expect(checkEvidence(evidence)).toEqual([]);
});

test.each([3, 4])("whatever happens to orders, drawn by %i, is told as promised", async (seed) => {
  const evidence = await carryOrders(
    async (watched) => {
      const { act, random, world } = watched;
      for (let count = 0; count < 30; count++) {
        await act("/orders", drawAnyOrder(random));
        if (random() < 0.2) await whenQuiet(world);
        if (random() < 0.5) await changeSomething(watched);
      }
      await whenQuiet(world);
      for (let count = 0; count < 15; count++) await changeSomething(watched);
    },
    { seed },
  );
  expect(checkEvidence(evidence)).toEqual([]);
});

/** Does something that people do to any order of the shop, or to its buyer; what the shop refuses is left alone. */
async function changeSomething({ act, random, world }: WatchedWorld): Promise<void> {
  const { orders } = await world.control<{
    readonly orders: readonly { readonly id: string; readonly customer: { readonly id: string } | null }[];
  }>("/shopify/acme/dump?only=orders");
  const order = pick(random, orders);
  if (order === undefined) return;
  const [what = "", body = {}] = pick(random, changes) ?? [];
  const id = (gid: string): string => gid.split("/").at(-1) ?? "";
  const path =
    what === "customer"
      ? order.customer && `/customers/${id(order.customer.id)}/update`
      : `/orders/${id(order.id)}/${what}`;
  if (path !== null) await act(path, body).catch(refused);
}

function refused(error: unknown): void {
  if (!(error instanceof Error) || !error.message.includes(" 400 ")) throw error;
}

function pick<T>(random: SeededRandom, from: readonly T[]): T | undefined {
  return from[Math.floor(random() * from.length)];
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
