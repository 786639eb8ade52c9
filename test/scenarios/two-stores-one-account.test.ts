import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Configuration } from "#engine/use-cases/hub.ts";
import { startSecondStore, type SecondStore } from "#test/support/second-store.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { theSalesOrder, whenQuiet } from "#test/support/story.ts";

let world: SmallWorld;
let shop: SecondStore;
beforeAll(async () => {
  world = await startSmallWorld();
  shop = await startSecondStore(world);
});
afterAll(async () => {
  await world.stop();
  await shop.close();
});

/** The second store on the account of the first, or on another. */
function second(prefix: string | undefined, over: { store?: string; apiId?: string } = {}): Configuration {
  return shop.configuration({ ...over, orders: prefix === undefined ? {} : { prefix } });
}

const names = async () => (await world.hub.connections()).map(({ name }) => name).sort();

const statesOf = async (name: string) =>
  (await world.hub.records({ q: name })).map(({ outcome }) => outcome.state);
const arrived = /synced|unchanged/;

describe("two stores on one Unleashed account", () => {
  it.each([
    ["the same prefix", second.bind(null, "#"), /same order prefix "#"/],
    ["no prefix of its own", second.bind(null, undefined), /same order prefix "#"/],
    [
      "the first store again",
      second.bind(null, "B-", { store: "acme" }),
      /same store to the same Unleashed account/,
    ],
  ])("are refused with %s: both are named, and nothing is applied", async (_what, configuration, words) => {
    await expect(world.hub.apply(configuration())).rejects.toMatchObject({
      code: "CONFIGURATION_REFUSED",
      status: 422,
      detail: [
        {
          path: ["connections", 0, "settings"],
          message: expect.stringMatching(words) as string,
        },
      ],
    });
    expect(await names()).toEqual(["acme-unleashed"]);
    const { stores } = await world.hub.exportConfiguration();
    expect(stores.map(({ name }) => name)).toEqual(["acme"]);
  });

  it("are refused when their prefixes differ only in letter case, for numbers are searched without it", async () => {
    await world.hub.apply(second("B-"));
    const acme = await world.hub.exportConfiguration();
    const [first] = acme.connections.filter(({ name }) => name === "acme-unleashed");
    if (first === undefined) throw new Error("the first connection is gone");
    const credentials = {
      baseUrl: `${world.host.url}/unleashed`,
      apiId: "test-api-id",
      apiKey: "test-api-key",
    };
    await expect(
      world.hub.apply({
        stores: [],
        connections: [{ ...first, credentials, settings: { orders: { prefix: "b-" } } }],
      }),
    ).rejects.toMatchObject({ code: "CONFIGURATION_REFUSED" });
  });

  it("carry the orders of both under numbers of their own", async () => {
    await world.hub.apply(second("B-"));
    expect(await names()).toEqual(["acme-unleashed", "bella-unleashed"]);
    const mine = await world.place({ lines: [{ sku: "MUG-STONE" }], customer: null, email: null });
    const theirs = await shop.place({ lines: [{ sku: "TWL-LINEN" }], customer: null, email: null });
    expect(theirs.name).toBe(mine.name);
    await expect.poll(() => statesOf(mine.name), { timeout: 10_000 }).toHaveLength(2);
    // Both make the customer that guests share; the one that comes second looks again a moment later.
    await whenQuiet(world);
    await world.advance("PT1M");
    await expect
      .poll(() => statesOf(mine.name), { timeout: 10_000 })
      .toEqual([expect.stringMatching(arrived), expect.stringMatching(arrived)]);
    expect((await theSalesOrder(world, mine.name))["Total"]).toBe(17.45);
    expect((await theSalesOrder(world, mine.name.replace("#", "B-")))["Total"]).toBe(12.95);
    expect((await world.customers()).map(({ CustomerCode }) => CustomerCode)).toEqual(["SHOPIFY-GUESTS"]);
  });

  it("may number alike when their accounts are not the same", async () => {
    const { changed } = await world.hub.apply(second("#", { apiId: "another-account" }));
    expect(changed).toContain("connection bella-unleashed");
    await world.hub.apply(second("B-"));
  });

  it("are told by doctor when equal prefixes got in some other way", async () => {
    expect((await world.hub.doctor()).map(({ code }) => code)).not.toContain("SAME_ORDER_PREFIX");
    await world.database.pool.query(
      `update waybill.connection set settings = '{"orders": {"prefix": "#"}}', changed_at = now() where name = 'bella-unleashed'`,
    );
    const findings = await world.hub.doctor();
    expect(findings.find(({ code }) => code === "SAME_ORDER_PREFIX")).toMatchObject({
      level: "error",
      about: "acme-unleashed, bella-unleashed",
      message: expect.stringContaining("orders.prefix") as string,
    });
    await world.hub.apply(second("B-"));
    expect((await world.hub.doctor()).map(({ code }) => code)).not.toContain("SAME_ORDER_PREFIX");
  });
});
