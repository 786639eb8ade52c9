import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { questionAbout, watchCalls } from "#test/support/story.ts";
import { startTroubleWorld, type TroubleWorld } from "#test/support/trouble-world.ts";

let world: TroubleWorld;
beforeAll(async () => {
  world = await startTroubleWorld();
});
afterAll(() => world.stop());

describe("what a person chose", () => {
  it("counts although a worker was just looking at the record and asks the same again", async () => {
    await world.control("/unleashed/customers", [
      { code: "IDA-1", name: "Ida", email: "ida@mail.example" },
      { code: "IDA-2", name: "Ida", email: "ida@mail.example" },
    ]);
    const customer = { firstName: "Ida", lastName: "Larkspur", email: "ida@mail.example" };
    const order = await world.place({ customer });
    const question = await questionAbout(world, "Ida Larkspur");
    await world.quiet();

    // A worker takes another look, and is kept waiting by Unleashed while the person decides.
    const calls = watchCalls(world, "unleashed");
    world.faults("unleashed", { operations: { "GET /Customers": { slowMs: [600, 600] } } });
    const looking = world.hub.sync("acme-unleashed", [`customers:${question.recordId}`]);
    await expect
      .poll(() => world.rows(`select 1 from waybill.record_state where holder is not null`))
      .toHaveLength(1);
    expect(calls().filter(({ operation }) => operation === "GET /Customers")).toHaveLength(0);
    const choice = question.attention.choices.find(({ label }) => label === "Use IDA-2")?.choice ?? "";
    await world.hub.resolve(question.id, choice, "test");
    await looking;

    await world.arrived(order.name);
    const [sales] = await world.salesOrders();
    expect(sales?.Customer.CustomerCode).toBe("IDA-2");
    expect(await world.hub.attention()).toEqual([]);
  });
});
