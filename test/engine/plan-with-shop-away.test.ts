import { afterAll, beforeAll, expect, it } from "vitest";
import { startToyHub, type ToyHub } from "#test/support/toy-hub.ts";
import { toyCustomer } from "#test/support/toy-connectors.ts";

let toy: ToyHub;
beforeAll(async () => {
  toy = await startToyHub();
});
afterAll(() => toy.stop());

it("two records need the same unread one while the shop is away: the plan says so, and the hub lives on", async () => {
  await toy.hub.pause("toy-cards");
  await toy.deliver("customers/create", toyCustomer("first", "After 900"));
  await toy.deliver("customers/create", toyCustomer("second", "After 900"));
  toy.shop.isAway = true;
  // A reading whose failure nobody hears of would end the process; the test run fails by it as well.
  const { records } = await toy.hub.plan("toy-cards");
  expect(records.map(({ key, action }) => [key, action])).toEqual([
    ["customers:900", "fail"],
    ["customers:first", "wait"],
    ["customers:second", "wait"],
  ]);
  expect(records[0]?.reason.code).toBe("SHOP_AWAY");
});
