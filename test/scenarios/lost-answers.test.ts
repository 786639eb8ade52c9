import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Faults } from "#connectors/kit/emulator/emulator.ts";
import type { PlacedOrder } from "#test/support/small-world.ts";
import { expectNothingPersonal, startTroubleWorld, type TroubleWorld } from "#test/support/trouble-world.ts";
import { questionAbout, storyOf, watchCalls } from "#test/support/story.ts";

type Switches = Omit<Faults, "seed" | "operations" | "times">;

/** What may happen to a write, whether Unleashed has carried it out, and what its story says of it. */
const mishaps: readonly (readonly [
  what: string,
  carriedOut: boolean,
  faults: Switches,
  told: string | null,
])[] = [
  ["the connection breaks after it was carried out", true, { answerLost: 1 }, null],
  ["the connection breaks before it was carried out", false, { requestLost: 1 }, "ANSWER_LOST"],
  ["a 500 comes although it was carried out", true, { http500AfterCommit: 1 }, null],
  ["a 500 comes and nothing was carried out", false, { http500: 1 }, "UNLEASHED_FAILED_ON_WRITE"],
  ["the answer is cut short", true, { body: { kind: "truncated", rate: 1 } }, null],
  ["the answer is a page of somebody in between", true, { body: { kind: "html", rate: 1 } }, null],
  ["the answer is empty", true, { body: { kind: "empty", rate: 1 } }, null],
  ["the answer is garbage", true, { body: { kind: "garbage", rate: 1 } }, null],
  ["the answer comes after the time for it is over", true, { slowMs: [1_100, 1_100] }, null],
];

let world: TroubleWorld;
let people = 0;
beforeAll(async () => {
  world = await startTroubleWorld({ settings: { account: { timeoutSeconds: 0.7 } } });
});
afterAll(() => world.stop());

/** Spoils the next call of an operation, and none after it. */
function spoilOnce(operation: string, faults: Switches): void {
  const calls = watchCalls(world, "unleashed");
  world.faults("unleashed", { operations: { [operation]: { ...faults, times: 1 } } });
  if (faults.slowMs === undefined) return;
  // A delay is no fault that is counted: it ends once the first call was given up by who waited for it.
  const look = setInterval(() => {
    if (sent(calls, operation) === 0) return;
    clearInterval(look);
    world.faults("unleashed", {});
  }, 10);
}

const basket = { lines: [{ sku: "TOTE-01", quantity: 2 }] };

/** Somebody who has not bought yet. */
function newPerson() {
  people += 1;
  return {
    firstName: "Ottoline",
    lastName: `Quillfeather-${people}`,
    email: `ottoline.quillfeather.${people}@mail.example`,
    phone: `+61355501${String(people).padStart(3, "0")}`,
  };
}

/** Fails unless there is one sales order of this number, with the order's total, and one customer of this e-mail. */
async function expectOnce(order: PlacedOrder, email: string): Promise<void> {
  const customers = (await world.customers()).filter(({ Email }) => Email === email);
  expect(customers).toHaveLength(1);
  const orders = (await world.salesOrders()).filter(({ OrderNumber }) => OrderNumber === order.name);
  expect(orders.map(({ Total, Customer }) => [Total, Customer.Guid])).toEqual([
    [Number(order.total), customers[0]?.Guid],
  ]);
  const open = await world.rows(`select id from waybill.intent`);
  expect(open).toEqual([]);
}

const sent = (calls: ReturnType<typeof watchCalls>, operation: string): number =>
  calls().filter((request) => request.operation === operation).length;

describe.each(mishaps)("when %s (carried out: %s)", (_what, carriedOut, faults, told) => {
  it("a sales order that was being made is made once", async () => {
    const person = newPerson();
    const calls = watchCalls(world, "unleashed");
    spoilOnce("POST /SalesOrders/{guid}", faults);
    const order = await world.place({ ...basket, customer: person, shipping: "9.95" });
    await world.arrived(order.name);
    await expectOnce(order, person.email);
    expect(sent(calls, "POST /SalesOrders/{guid}")).toBe(carriedOut ? 1 : 2);
    const { journal } = await storyOf(world, order.name);
    if (told === null) {
      const written = journal.find(({ code }) => code === "WRITTEN");
      expect(written?.message).toMatch(/the answer was lost, it was found by Waybill's reference/);
    } else expect(journal.map(({ code }) => code)).toContain(told);
  });

  it("a customer that was being made is made once", async () => {
    const person = newPerson();
    const calls = watchCalls(world, "unleashed");
    spoilOnce("POST /Customers/{guid}", faults);
    const order = await world.place({ ...basket, customer: person });
    await world.arrived(order.name);
    await expectOnce(order, person.email);
    expect(sent(calls, "POST /Customers/{guid}")).toBe(carriedOut ? 1 : 2);
  });

  it("a customer that was being changed is changed, and nothing else is touched", async () => {
    const person = newPerson();
    const order = await world.place({ ...basket, customer: person });
    await world.arrived(order.name);
    const [before] = (await world.customers()).filter(({ Email }) => Email === person.email);
    const { customers } = await world.control<{ customers: readonly { id: string; email: string }[] }>(
      "/shopify/acme/dump?only=customers",
    );
    const id =
      customers
        .find(({ email }) => email === person.email)
        ?.id.split("/")
        .at(-1) ?? "";

    const calls = watchCalls(world, "unleashed");
    spoilOnce("POST /Customers/{guid}", faults);
    await world.control(`/shopify/acme/customers/${id}/update`, { phone: "+61355509999" });
    await world.eventually(async () =>
      expect((await world.customers()).filter(({ Guid }) => Guid === before?.Guid)).toEqual([
        { ...before, PhoneNumber: "+61355509999", LastModifiedOn: expect.anything() },
      ]),
    );
    await world.quiet();
    expect(sent(calls, "POST /Customers/{guid}")).toBe(carriedOut ? 1 : 2);
    await expectOnce(order, person.email);
  });

  it("a product that a person chose to make is made once, and the order goes on", async () => {
    const sku = `NEW-${++people}`;
    await world.control("/shopify/acme/products", {
      title: "Brass Bell",
      variants: [{ sku, price: "21.35", stock: 12 }],
    });
    const person = newPerson();
    const order = await world.place({ customer: person, lines: [{ sku, quantity: 2 }] });
    const question = await questionAbout(world, order.name);
    const calls = watchCalls(world, "unleashed");
    spoilOnce("POST /Products/{guid}", faults);
    await world.hub.resolve(question.id, "create", "test");
    await world.arrived(order.name);
    await expectOnce(order, person.email);
    const { Products } = await world.control<{ Products: readonly { ProductCode: string }[] }>(
      "/unleashed/dump?only=Products",
    );
    expect(Products.filter(({ ProductCode }) => ProductCode === sku)).toHaveLength(1);
    expect(sent(calls, "POST /Products/{guid}")).toBe(carriedOut ? 1 : 2);
  });
});

describe("a sales order whose answer was lost", () => {
  it("is not sent again while Unleashed cannot be asked whether it has arrived", async () => {
    const person = newPerson();
    const calls = watchCalls(world, "unleashed");
    world.faults("unleashed", {
      operations: {
        "POST /SalesOrders/{guid}": { answerLost: 1, times: 1 },
        "GET /SalesOrders/{guid}": { http500: 1 },
      },
    });
    const order = await world.place({ ...basket, customer: person });
    const failed = await world.standing(order.name, "failed");
    expect(failed.outcome).toMatchObject({ reason: { code: "UNLEASHED_FAILED" } });
    await world.quiet();
    world.faults("unleashed", {});
    await world.arrived(order.name);
    await expectOnce(order, person.email);
    expect(sent(calls, "POST /SalesOrders/{guid}")).toBe(1);
    const codes = (await storyOf(world, order.name)).journal.map(({ code }) => code);
    expect(codes).toContain("UNLEASHED_FAILED");
    expect(codes).toContain("ARRIVED_BEFORE");
  });

  it("is found although it can only be read some time after it was made", async () => {
    const person = newPerson();
    await world.control("/unleashed/settings", { readableAfterMs: 20_000 });
    try {
      const calls = watchCalls(world, "unleashed");
      spoilOnce("POST /SalesOrders/{guid}", { answerLost: 1 });
      const order = await world.place({ ...basket, customer: person });
      await world.arrived(order.name);
      await expectOnce(order, person.email);
      expect(sent(calls, "POST /SalesOrders/{guid}")).toBeLessThanOrEqual(2);
    } finally {
      await world.control("/unleashed/settings", { readableAfterMs: 0 });
    }
  });
});

it("none of it tells who bought, or how Waybill signs in", async () => {
  await expectNothingPersonal(world, ["ottoline", "quillfeather", "@mail.example", "6135550"]);
});
