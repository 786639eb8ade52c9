import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { becomeQuiet } from "../become-quiet.ts";
import type { Tier } from "../tier.ts";
import { startSimulatedTier } from "./start-simulated-tier.ts";
import { unleashedSubject } from "../subjects/unleashed.ts";

let tier: Tier;
beforeEach(async () => {
  tier = await startSimulatedTier({ seed: 7, connected: unleashedSubject });
});
afterEach(() => tier.stop());

const place = () => tier.control("/shopify/acme/orders", { randomLines: 1 });
const ended = () => expect.poll(() => tier.isUp(), { timeout: 10_000 }).toBe(false);
const count = async (table: string): Promise<number> => {
  const [row] = await tier.rows<{ count: number }>(
    `select count(*)::int as count from waybill.${table} where kind = 'orders'`,
  );
  return row?.count ?? 0;
};
const sent = async (): Promise<number> => {
  const { requests } = await tier.control<{ requests: readonly { operation: string }[] }>("/unleashed/log");
  return requests.filter(({ operation }) => operation === "POST /SalesOrders/{guid}").length;
};
const salesOrders = async (): Promise<number> =>
  (await tier.control<{ SalesOrders: readonly unknown[] }>("/unleashed/dump?only=SalesOrders")).SalesOrders
    .length;

describe("a hub of the simulated tier", () => {
  it("that ends before a commit leaves nothing of it behind, and sends nothing any more", async () => {
    // The first intent is that of the customer who buys.
    await tier.crashAt({ point: "intent.beforeCommit", hit: 2 });
    await place();
    await ended();
    expect(tier.crashes()).toEqual(["intent.beforeCommit"]);
    expect([await count("intent"), await count("link"), await sent()]).toEqual([0, 0, 0]);
    await tier.start();
    expect(await becomeQuiet(tier)).toBeNull();
    expect([await count("intent"), await count("link"), await sent()]).toEqual([0, 1, 1]);
  });

  it("that ends when a write was answered leaves the announced intent and the document", async () => {
    await tier.crashAt({ point: "call.write.afterAnswer", hit: 1, operation: "POST /SalesOrders/{guid}" });
    await place();
    await ended();
    expect([await count("intent"), await count("link"), await salesOrders()]).toEqual([1, 0, 1]);
    await tier.start();
    expect(await becomeQuiet(tier)).toBeNull();
    expect([await count("intent"), await count("link"), await sent()]).toEqual([0, 1, 1]);
    expect(tier.interruptions()).toMatchObject([{ what: "hub" }]);
  });

  it("that is killed takes no delivery; what happened meanwhile is found after the next start", async () => {
    await tier.kill();
    expect(tier.isUp()).toBe(false);
    await place();
    await tier.start();
    expect(await becomeQuiet(tier)).toBeNull();
    expect(await salesOrders()).toBe(1);
  });

  it("whose database is away stays up and goes on when it is back", async () => {
    await tier.databaseAway();
    await place();
    expect(tier.isUp()).toBe(true);
    expect(await count("inbox")).toBe(0);
    await tier.databaseBack();
    expect(await becomeQuiet(tier)).toBeNull();
    expect(await salesOrders()).toBe(1);
    expect(tier.crashes()).toEqual([]);
  });
});

it("a world in which something never ends is not quiet, and says what is open", async () => {
  await tier.rows(
    `insert into waybill.intent (id, connection, kind, record_id, action, reference, desired)
     values (gen_random_uuid(), 'acme-unleashed', 'orders', '1', 'create', 'r', '{}')`,
  );
  const open = await becomeQuiet(tier, { ms: 20_000, moves: 2 });
  expect(open).toContain('"intents":1');
  await tier.rows("delete from waybill.intent");
});
