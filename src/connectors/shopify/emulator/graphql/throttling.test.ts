import { describe, expect, it } from "vitest";
import { dataOf, startTestShop } from "../test-shop.ts";

/** Costs 79 points. */
const dear = "query Dear { orders(first: 250) { nodes { id lineItems(first: 10) { nodes { id } } } } }";

describe("the bucket of an app at a shop", () => {
  it.each([
    ["basic", 100, 2000],
    ["grow", 100, 2000],
    ["advanced", 200, 4000],
    ["plus", 1000, 20_000],
    ["enterprise", 2000, 40_000],
  ] as const)(
    "of plan %s refills by %i a second and holds %i",
    async (plan, restoreRate, maximumAvailable) => {
      const shop = await startTestShop({ plan });
      const { cost } = (await shop.query("{ shop { name } }")).extensions;
      expect(cost.throttleStatus).toEqual({
        maximumAvailable,
        currentlyAvailable: maximumAvailable - 1,
        restoreRate,
      });
    },
  );

  it("throttles with status 200 and without running anything, until it has refilled", async () => {
    const shop = await startTestShop({ plan: "grow" });
    await shop.control("/throttle", { currentlyAvailable: 60 });
    const answer = await shop.query(dear);
    expect(answer.status).toBe(200);
    expect(answer.data).toBeNull();
    expect(answer.errors).toEqual([
      {
        message: "Throttled",
        extensions: { code: "THROTTLED", documentation: expect.stringContaining("https://") as unknown },
      },
    ]);
    const { cost } = answer.extensions;
    expect(cost).toEqual({
      requestedQueryCost: 79,
      actualQueryCost: null,
      throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 60, restoreRate: 100 },
    });

    const { requestedQueryCost, throttleStatus } = cost;
    const waitMs =
      ((requestedQueryCost - throttleStatus.currentlyAvailable) / throttleStatus.restoreRate) * 1000;
    shop.clock.advance(waitMs - 1);
    expect((await shop.query(dear)).errors).toHaveLength(1);
    shop.clock.advance(1);
    dataOf(await shop.query(dear));
  });

  it("never lets a refused mutation change anything", async () => {
    const shop = await startTestShop({ plan: "grow" });
    const { gid } = await shop.order({ paid: false });
    await shop.control("/throttle", { currentlyAvailable: 9 });
    const paid = await shop.query(
      `mutation { orderMarkAsPaid(input: {id: "${gid}"}) { userErrors { message } } }`,
    );
    expect(paid.errors).toMatchObject([{ message: "Throttled" }]);
    shop.clock.advance(10_000);
    expect(dataOf(await shop.query(`{ order(id: "${gid}") { fullyPaid } }`))).toEqual({
      order: { fullyPaid: false },
    });
  });

  it("follows the plan, and an own size until the reset", async () => {
    const shop = await startTestShop({ plan: "grow" });
    const sizes = async () => {
      const { maximumAvailable, restoreRate } = (await shop.query("{ shop { name } }")).extensions.cost
        .throttleStatus;
      return [maximumAvailable, restoreRate];
    };
    await shop.control("/throttle", { size: { restoreRate: 50, maximumAvailable: 1000 } });
    expect(await sizes()).toEqual([1000, 50]);
    await shop.control("/reset");
    expect(await sizes()).toEqual([2000, 100]);
    await shop.control("/plan", { plan: "plus" });
    expect(await sizes()).toEqual([20_000, 1000]);
  });
});

describe("a single query", () => {
  it("may cost 1000 points, whatever the plan", async () => {
    const shop = await startTestShop({ plan: "enterprise" });
    const query =
      "{ customers(first: 250) { nodes { orders(first: 250) { nodes { lineItems(first: 250) { nodes { id } } } } } } }";
    const answer = await shop.query(query);
    const cost = 2 + 11 * (1 + 2 + 11 * (1 + 13));
    expect(answer.status).toBe(200);
    expect(answer.errors).toMatchObject([
      {
        message: expect.stringMatching(
          new RegExp(`^Query cost is ${cost}, which exceeds the single query max cost limit \\(1000\\)`),
        ) as unknown,
        extensions: { code: "MAX_COST_EXCEEDED", cost, maxCost: 1000 },
      },
    ]);
    expect(answer.data).toBeNull();
  });
});
