import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { change, questionAbout, storyOf, watchCalls } from "#test/support/story.ts";
import { expectNothingPersonal, startTroubleWorld, type TroubleWorld } from "#test/support/trouble-world.ts";

let world: TroubleWorld;
let people = 0;
beforeAll(async () => {
  world = await startTroubleWorld();
});
afterAll(() => world.stop());
afterEach(() => {
  world.faults("unleashed", {});
  world.faults("shopify/acme", {});
});

function place() {
  people += 1;
  const customer = {
    firstName: "Celestine",
    lastName: `Marshwiggle-${people}`,
    email: `celestine.marshwiggle.${people}@mail.example`,
  };
  return world.place({ lines: [{ sku: "TOTE-01", quantity: 1 }], customer });
}
const ordersNamed = async (name: string) =>
  (await world.salesOrders()).filter(({ OrderNumber }) => OrderNumber === name);
const customersStanding = () =>
  world.rows<{ attempts: number; code: string; retry_at: Date | null }>(
    `select attempts, code, retry_at from waybill.record_state where kind = 'customers' and state = 'failed'`,
  );

describe("an account that fails for hours", () => {
  it("is asked less and less often, and everything arrives once it is back", async () => {
    world.faults("unleashed", { http500: 1 });
    const calls = watchCalls(world, "unleashed");
    const orders = await Promise.all([1, 2, 3, 4, 5].map(place));
    await expect.poll(customersStanding, { timeout: 20_000 }).toHaveLength(5);
    await world.quiet();
    // What failed together does not come back together.
    const dues = (await customersStanding()).map(({ retry_at: at }) => at?.getTime());
    expect(new Set(dues).size).toBeGreaterThan(1);

    for (const step of ["PT10S", "PT30S", "PT1M", "PT3M", "PT7M", "PT20M", "PT40M"]) {
      await world.advance(step);
      await world.quiet();
    }
    const tries = (await customersStanding()).map(({ attempts }) => attempts);
    expect(Math.max(...tries)).toBeLessThanOrEqual(10);
    expect(Math.min(...tries)).toBeGreaterThanOrEqual(6);
    // One question per try and customer, with a margin for the lists that are read beside it.
    expect(calls().length).toBeLessThanOrEqual(5 * 10 * 2);

    world.faults("unleashed", {});
    for (const { name } of orders) {
      await world.arrived(name, { step: "PT30M" });
      expect(await ordersNamed(name)).toHaveLength(1);
    }
  });

  it("is given up after a day, until a person retries", async () => {
    world.faults("unleashed", { http500: 1 });
    const order = await place();
    await expect.poll(customersStanding, { timeout: 20_000 }).toHaveLength(1);
    for (let hours = 0; hours < 30 && (await customersStanding())[0]?.retry_at !== null; hours += 1) {
      await world.quiet();
      await world.advance("PT1H30M");
      await world.quiet();
    }
    expect(await customersStanding()).toMatchObject([{ code: "UNLEASHED_FAILED", retry_at: null }]);
    const calls = watchCalls(world, "unleashed");
    await world.advance("PT12H");
    await world.quiet();
    expect(calls().filter(({ operation }) => operation.includes("/Customers"))).toEqual([]);

    world.faults("unleashed", {});
    expect(await world.hub.retry({})).toBe(1);
    await world.standing(order.name, "synced");
    expect(await ordersNamed(order.name)).toHaveLength(1);
  });

  it("and refuses every connection has been sent nothing, and says so", async () => {
    world.faults("unleashed", { down: true });
    const order = await place();
    await expect
      .poll(async () => (await customersStanding()).map(({ code }) => code), { timeout: 20_000 })
      .toEqual([expect.stringMatching(/^(NO_ANSWER|CONNECTION_FAILED)$/)]);
    world.faults("unleashed", {});
    await world.arrived(order.name, { step: "PT1M" });
    expect(await ordersNamed(order.name)).toHaveLength(1);
  });

  it("does not hold back an order that is announced anew", async () => {
    world.faults("unleashed", { operations: { "POST /SalesOrders/{guid}": { http500: 1 } } });
    const order = await place();
    await world.standing(order.name, "failed");
    await world.quiet();
    world.faults("unleashed", {});
    await change(world, order, "update", { note: "Call first" });
    await world.standing(order.name, "synced");
    expect(await ordersNamed(order.name)).toHaveLength(1);
  });
});

describe("a shop that fails while it is asked", () => {
  it.each([
    ["with a 500", { http500: 1 }],
    ["without an answer", { answerLost: 1 }],
    ["with a page of somebody else", { body: { kind: "html", rate: 1 } }],
    ["with half an answer", { body: { kind: "truncated", rate: 1 } }],
    ["with a request to slow down", { http429: { rate: 1, retryAfter: 2 } }],
    ["with 403", { status: { code: 403, rate: 1 } }],
  ] as const)("%s is asked again, and the change is told", async (_how, faults) => {
    const order = await place();
    await world.arrived(order.name);
    world.faults("shopify/acme", { ...faults, times: 2 });
    await change(world, order, "cancel");
    await expect
      .poll(async () => (await storyOf(world, order.name)).record.outcome.state, { timeout: 20_000 })
      .not.toBe("synced");
    world.faults("shopify/acme", {});
    if ((await world.hub.connection("acme-unleashed")).state === "paused")
      await world.hub.resume("acme-unleashed");
    await world.eventually(async () => {
      const { outcome } = (await storyOf(world, order.name)).record;
      expect(outcome.reason.code).toBe("ORDER_CANCELLED_AFTER_ARRIVAL");
    });
    const question = await questionAbout(world, order.name);
    expect(question.attention.choices.map(({ choice }) => choice)).toContain("accept");
    expect(await ordersNamed(order.name)).toHaveLength(1);
  });
});

it("none of it tells who bought, or how Waybill signs in", async () => {
  await expectNothingPersonal(world, ["celestine", "marshwiggle", "@mail.example"]);
});
