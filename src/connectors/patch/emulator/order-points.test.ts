import { describe, expect, it } from "vitest";
import { pointsChange } from "./order-points.ts";
import { defaultSwitches } from "./switches.ts";
import { orderEvent, testAccount } from "./test-account.ts";

const silently = { skip_triggers: true };
const skipping = { data: { skip_loyalty: true } };

async function withPoints(...first: Parameters<typeof orderEvent>[]) {
  const account = testAccount();
  const post = (...of: Parameters<typeof orderEvent>) => account.call("POST", "/events", orderEvent(...of));
  for (const of of first) await post(...of);
  const points = () => account.dump().contacts[0]?.["loyalty_points"];
  const ledger = () => account.dump().pointsLedger.map(({ why, points, balance }) => [why, points, balance]);
  return { ...account, post, points, ledger };
}

describe("points of an order, row by row", () => {
  it("new, live: awards a point for each whole unit of the total", async () => {
    const { points, dump } = await withPoints(["1", "42.99"]);
    expect(points()).toBe(42);
    expect(dump().pointsLedger).toMatchObject([{ order_id: "1", points: 42, why: "awarded" }]);
    expect(dump().pointsLedger[0]?.event_id).toBe(dump().events.at(-1)?._id);
  });

  it("new, silent: none, and none later on however often it is told", async () => {
    const { points, ledger, post } = await withPoints(["1", "42.99", silently]);
    await post("1", "50.00", { event: "order.updated" });
    await post("1", "60.00", silently);
    expect([points(), ledger()]).toEqual([0, []]);
  });

  it("new, with skip_loyalty: none, and none later on", async () => {
    const { points, ledger, post } = await withPoints(["1", "42.99", skipping]);
    await post("1", "42.99");
    expect([points(), ledger()]).toEqual([0, []]);
  });

  it("known, applied: brought to its present value by the difference, live or silent, and never awarded twice", async () => {
    const { points, ledger, post } = await withPoints(["1", "42.99"]);
    await post("1", "42.99", silently);
    expect(points()).toBe(42);
    await post("1", "30.00", { event: "order.updated", ...silently });
    expect(points()).toBe(30);
    await post("1", "31.50", { event: "order.updated" });
    await post("1", "0", { event: "order.updated" });
    await post("1", "10", { event: "order.updated" });
    expect(ledger()).toEqual([
      ["awarded", 42, 42],
      ["recalculated", -12, 30],
      ["recalculated", 1, 31],
      ["recalculated", -31, 0],
      ["recalculated", 10, 10],
    ]);
  });

  it("known, applied, with skip_loyalty: none, until an event without it comes", async () => {
    const { points, emulator, post } = await withPoints(["1", "42"], ["1", "10", skipping]);
    expect(points()).toBe(42);
    emulator.set({ skipLoyaltyStays: true });
    await post("1", "10");
    expect(points()).toBe(42);
    emulator.set({ skipLoyaltyStays: false });
    await post("1", "10");
    expect(points()).toBe(10);
  });

  it("known, never applied: none", async () => {
    const { ledger, post } = await withPoints(["1", "42", silently], ["2", "42"]);
    await post("1", "99");
    expect(ledger()).toEqual([["awarded", 42, 42]]);
  });
});

describe("the loyalty programme", () => {
  it("takes its rate, its fields and its events from the switches", async () => {
    const { emulator, post, points } = await withPoints();
    emulator.set({
      pointsPerUnit: "1.5",
      totalField: "amount",
      skipLoyaltyPlace: "top",
      orderIdField: "order",
      orderEvents: ["sale"],
    });
    const sale = (order: number, amount: number, more = {}) =>
      post("-", "-", { event: "sale", data: { shopify_order_id: undefined, order, amount }, ...more });
    await post("9", "100");
    await sale(1, 9.99);
    expect(points()).toBe(14);
    await sale(2, 10, { skip_loyalty: true });
    await sale(3, 10, { data: { order: 3, amount: 10, skip_loyalty: true } });
    expect(points()).toBe(29);
  });

  it("awards silent orders too, or nothing at all, where the switch says so", async () => {
    const { emulator, post, points } = await withPoints();
    emulator.set({ silentAwards: true });
    await post("1", "10", silently);
    expect(points()).toBe(10);
    emulator.set({ loyalty: false });
    await post("2", "10");
    await post("1", "5");
    expect(points()).toBe(10);
  });

  it("leaves points alone where the event names no total, and counts exactly where it does", () => {
    const known = { isKnown: true, applied: 7, wasSkipped: false };
    const unknown = { isKnown: false, applied: null, wasSkipped: false };
    const live = { silent: false, skipsLoyalty: false };
    expect(pointsChange(defaultSwitches, known, { ...live, total: null })).toBeNull();
    expect(pointsChange(defaultSwitches, unknown, { ...live, total: "-5" })).toBe(0);
    const cents = { ...defaultSwitches, pointsPerUnit: "100" };
    // 4.35 × 100 is 434.99999999999994 in floating point.
    expect(pointsChange(cents, unknown, { ...live, total: "4.35" })).toBe(435);
  });

  it("gives a difference to whoever has the order's points, and to nobody once they are deleted", async () => {
    const { call, control, dump, post, ledger } = await withPoints(["1", "42"]);
    const [ada] = dump().contacts;
    await post("1", "40", { primary_key_value: "bo@buyer.example" });
    expect(dump().contacts.map((contact) => contact["loyalty_points"])).toEqual([40, 0]);
    control("/contacts/{id}/delete", { id: ada!._id });
    await post("1", "30");
    expect(ledger()).toHaveLength(2);
    expect((await call("GET", `/contacts/${ada!._id}`)).status).toBe(404);
  });
});
