/**
 * Complaint 15: orders are dated a day off; "updated since" in local time skips orders.
 * Sources: frappe/erpnext_shopify#190.
 * More of it: src/connectors/unleashed/flows/orders/order-dates.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arriveAll, onlySales, type Arrival } from "#test/support/arrive.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { storyOf } from "#test/support/story.ts";

/** When it was sold, and the day that stood on the shop's calendar. */
const cases: readonly (readonly [what: string, zone: string, sold: string, day: string])[] = [
  ["just before midnight", "Australia/Sydney", "2026-03-31T23:59:59+11:00", "2026-03-31"],
  ["just after midnight", "Australia/Sydney", "2026-04-01T00:00:01+11:00", "2026-04-01"],
  ["told in UTC, where it is still yesterday", "Australia/Sydney", "2026-06-30T14:30:00Z", "2026-07-01"],
  ["told with the offset of another place", "Australia/Sydney", "2026-06-30T04:30:00-10:00", "2026-07-01"],
  ["the hour before clocks go forward", "Australia/Sydney", "2026-10-03T15:59:59Z", "2026-10-04"],
  ["the hour after clocks went forward", "Australia/Sydney", "2026-10-03T16:00:00Z", "2026-10-04"],
  ["late on the day when clocks went back", "Australia/Sydney", "2026-04-05T13:30:00Z", "2026-04-05"],
  ["late on the day when clocks went forward", "Australia/Sydney", "2026-10-04T12:59:59Z", "2026-10-04"],
  ["just past midnight in summer time", "Australia/Sydney", "2026-10-04T13:00:00Z", "2026-10-05"],
  ["in New York, where it is the evening before", "America/New_York", "2026-03-01T04:30:00Z", "2026-02-28"],
  ["in New York, on the night of the change", "America/New_York", "2026-03-09T03:59:59Z", "2026-03-08"],
  ["eleven hours ahead, in summer", "Australia/Sydney", "2026-01-31T13:00:00Z", "2026-02-01"],
  ["on 29 February", "America/New_York", "2028-03-01T04:59:59Z", "2028-02-29"],
  ["at the turn of the year", "Australia/Sydney", "2026-12-31T13:00:00Z", "2027-01-01"],
];
const goods = { lines: [{ sku: "MUG-STONE" }], customer: null, email: null };
const zones = [...new Set(cases.map(([, zone]) => zone))];

const ownZone = process.env["TZ"];
beforeAll(() => {
  // The machine that Waybill runs on has a zone of its own, as far away as can be.
  process.env["TZ"] = "Pacific/Kiritimati";
});
afterAll(() => {
  if (ownZone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = ownZone;
});

/** The calendar day of `/Date(…)/`. */
function dayOf(value: unknown): string {
  const ms = /^\/Date\((\d+)\)\/$/.exec(String(value))?.[1];
  return new Date(Number(ms)).toISOString().slice(0, 10);
}

describe("Orders of the evening stand in my books under the wrong day", () => {
  it("and a hub in another zone than the shop must not make it worse", () => {
    expect(new Date("2026-01-01T12:00:00Z").getTimezoneOffset()).toBe(-14 * 60);
  });

  describe.each(zones)("My shop is in %s", (timezone) => {
    const here = cases.filter(([, zone]) => zone === timezone);
    let world: SmallWorld;
    let arrivals: readonly Arrival[];
    beforeAll(async () => {
      world = await startSmallWorld({ shop: { timezone } });
      arrivals = await arriveAll(
        world,
        here.map(([, , sold]) => ({ ...goods, createdAt: sold, processedAt: sold })),
      );
    });
    afterAll(() => world.stop());

    it.each(here)("and what was sold %s (%s, %s) stands in the books under %s", (what, _zone, _sold, day) => {
      const index = here.findIndex(([name]) => name === what);
      const sales = arrivals[index]?.sales as unknown as Readonly<Record<string, unknown>> | undefined;
      expect([dayOf(sales?.["OrderDate"]), dayOf(sales?.["RequiredDate"])]).toEqual([day, day]);
    });

    it("and what no webhook announced is found within minutes: no hours are skipped between two looks", async () => {
      await world.control("/shopify/acme/webhooks", { lose: 1 });
      for (let look = 0; look < 2; look += 1) {
        const { name } = await world.place(goods);
        await world.advance("PT6M");
        await world.standing(name, "synced", "unchanged");
        await onlySales(world, name);
        expect((await storyOf(world, name)).journal[0]?.code).toBe("FOUND_BY_SWEEP");
      }
    });
  });
});
