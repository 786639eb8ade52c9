import { afterEach, expect, it } from "vitest";
import { armFaultPoints } from "#connectors/kit/fault-point.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { whenQuiet } from "#test/support/story.ts";

let world: SmallWorld;
afterEach(async () => {
  armFaultPoints(null);
  await world.stop();
});

const email = "petra@mail.example";
const asCustomer = { customer: { firstName: "Petra", lastName: "Vane", email } };
const asGuest = { customer: null, email };

/** Holds writers before their intent is stored: both have looked for the customer by then and found none. */
function holdWriters(): { readonly held: (() => void)[]; releaseAll(): void } {
  const held: (() => void)[] = [];
  armFaultPoints((point) =>
    point === "intent.beforeCommit" ? new Promise<void>((resolve) => held.push(resolve)) : undefined,
  );
  return {
    held,
    releaseAll: () => {
      armFaultPoints(null);
      for (const release of held) release();
    },
  };
}

async function arrived(names: readonly string[]): Promise<void> {
  await whenQuiet(world);
  await world.advance("PT1M");
  for (const name of names) await world.standing(name, "synced", "unchanged");
  const customers = await world.customers();
  expect(customers.map(({ Email }) => Email)).toEqual([email]);
  const sales = await world.salesOrders();
  expect(sales.map(({ OrderNumber }) => OrderNumber).toSorted()).toEqual(names.toSorted());
  expect(new Set(sales.map(({ Customer }) => Customer.Guid)).size).toBe(1);
}

it("somebody who buys with an account and, at the same moment, as a guest is made once", async () => {
  world = await startSmallWorld();
  const writers = holdWriters();
  const [one, other] = [await world.place(asCustomer), await world.place(asGuest)];
  await expect.poll(() => writers.held.length, { timeout: 10_000 }).toBe(2);
  writers.releaseAll();
  await arrived([one.name, other.name]);
});

it("nor is a second one made by whoever looked before the first was there and writes after it", async () => {
  world = await startSmallWorld();
  const writers = holdWriters();
  const [one, other] = [await world.place(asCustomer), await world.place(asGuest)];
  await expect.poll(() => writers.held.length, { timeout: 10_000 }).toBe(2);
  const [first, second] = writers.held;
  armFaultPoints(null);
  first?.();
  await expect.poll(async () => (await world.salesOrders()).length, { timeout: 10_000 }).toBe(1);
  second?.();
  await arrived([one.name, other.name]);
});

it("two orders of different people at the same moment do not wait for each other", async () => {
  world = await startSmallWorld();
  const writers = holdWriters();
  const names = [
    (await world.place(asCustomer)).name,
    (await world.place({ customer: null, email: "other@mail.example" })).name,
  ];
  await expect.poll(() => writers.held.length, { timeout: 10_000 }).toBe(2);
  writers.releaseAll();
  for (const name of names) await world.standing(name, "synced", "unchanged");
  expect(await world.customers()).toHaveLength(2);
});
