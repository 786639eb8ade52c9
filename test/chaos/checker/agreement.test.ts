import { expect, test } from "vitest";
import { drawAnyOrder } from "#test/support/order-mix.ts";
import { whenQuiet } from "#test/support/story.ts";
import { carryOrders, changeSomething } from "./carry-orders.ts";
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
