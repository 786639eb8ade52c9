import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toyCustomer } from "#test/support/toy-connectors.ts";
import { startToyHub, type ToyHub } from "#test/support/toy-hub.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
let toy: ToyHub;
beforeAll(async () => {
  toy = await startToyHub(undefined, { shopIsAway: true });
});
afterAll(() => toy.stop());

const toldOf = async (code: string): Promise<number> => {
  const { rowCount } = await toy.database.pool.query(`select 1 from waybill.journal where code = $1`, [code]);
  return rowCount ?? 0;
};

describe("a shop that could not be looked at", () => {
  it("when it was connected, is looked at again soon, and its records do not wait for their next try", async () => {
    await toy.deliver("customers/create", toyCustomer("1", "Ann"));
    for (const [tries, wait] of [0, 8, 20, 60].entries()) {
      await toy.advance(wait * second);
      const attempts = async () => (await toy.standing("1", "failed")).attempts;
      await expect.poll(attempts, { timeout: 5_000 }).toBe(tries + 1);
    }
    const { outcome } = await toy.standing("1", "failed");
    expect(outcome.reason.code).toBe("STORE_NOT_LOOKED_AT");
    toy.shop.isAway = false;
    await toy.advance(31 * second);
    const retryAt = outcome.state === "failed" ? Date.parse(outcome.retryAt ?? "") : 0;
    const engineNow = Date.now() + (88 + 31) * second;
    expect(retryAt).toBeGreaterThan(engineNow);
    await toy.standing("1", "synced");
  });

  it("when its scopes changed, is looked at again soon", async () => {
    toy.shop.isAway = true;
    await toy.deliver("app/scopes_update", {});
    await expect.poll(() => toldOf("SCOPES_CHANGED")).toBe(1);
    toy.shop.isAway = false;
    const before = toy.shop.probes;
    await toy.advance(6 * minute);
    expect(toy.shop.probes).toBe(before + 1);
    await toy.advance(23 * hour);
    expect(toy.shop.probes).toBe(before + 1);
  });
});

describe("what is wrong with a shop's subscriptions", () => {
  it("is told once, until it has changed; what was mended is told each time", async () => {
    const refused = { level: "error", code: "SUBSCRIPTION_REFUSED", message: "Not this one." } as const;
    const created = { level: "note", code: "SUBSCRIPTIONS_CREATED", message: "Created one." } as const;
    toy.shop.subscriptions = [refused, created];
    await toy.hub.listeningAt("https://hub.example/webhooks/shopify");
    for (let hours = 0; hours < 3; hours += 1) await toy.advance(61 * minute);
    expect(await toldOf("SUBSCRIPTION_REFUSED")).toBe(1);
    expect(await toldOf("SUBSCRIPTIONS_CREATED")).toBeGreaterThanOrEqual(4);
    toy.shop.subscriptions = [];
    await toy.advance(61 * minute);
    toy.shop.subscriptions = [refused];
    await toy.advance(61 * minute);
    expect(await toldOf("SUBSCRIPTION_REFUSED")).toBe(2);
  });
});

it("what is older than its time is removed, however much it is", async () => {
  await toy.database.pool.query(
    `insert into waybill.journal (at, code, message)
     select now() - interval '500 days', 'OLD', 'Old.' from generate_series(1, 12000)`,
  );
  await toy.advance(61 * minute);
  expect(await toldOf("OLD")).toBe(0);
});
