/**
 * What orders do to loyalty points, row by row (help centre, "How does Shopify Order Syncing work in Patch"), with refunds of every size.
 * The points are those that the emulated account has counted, not those that Waybill expects.
 */
import { afterEach, describe, expect, it } from "vitest";
import type { SmallWorldOptions } from "#test/support/small-world.ts";
import { patchSignIn } from "#test/support/emulated-systems.ts";
import { confirmSilence, patchSettings } from "#test/support/old-orders.ts";
import { patchAccount } from "#test/support/patch-account.ts";
import { patchTarget } from "#test/support/patch-target.ts";
import { startSmallWorld, type PlacedOrder, type SmallWorld } from "#test/support/small-world.ts";
import { change, numericId, storyOf, whenQuiet } from "#test/support/story.ts";

const email = "ida@mail.example";
/** Four mugs; the whole order is paid, so that a line can be given back. */
const mugs = {
  paid: true,
  lines: [{ title: "Mug", sku: "MUG-STONE", price: "25.00", quantity: 4 }],
  customer: { firstName: "Ida", lastName: "Lark", email },
} as const;

let world: SmallWorld;
afterEach(() => world.stop());

async function open(
  { settings, ...options }: Pick<SmallWorldOptions, "preset" | "settings" | "beforehand"> = {},
  switches: NonNullable<Parameters<typeof patchTarget>[0]>["switches"] = {},
): Promise<void> {
  world = await startSmallWorld({
    ...options,
    target: patchTarget({ switches }),
    settings: { ...patchSettings, ...settings },
  });
}

/** An order of the shop whose points are looked at. */
type Placed = Pick<PlacedOrder, "id" | "name">;

/** The order was placed before the shop was connected. */
async function openWithOldOrder(options: Parameters<typeof open>[0] = {}): Promise<Placed> {
  let old: Placed | undefined;
  await open({
    ...options,
    beforehand: async (control) => {
      const wanted = { ...mugs, createdAt: "2026-01-05T00:00:00Z" };
      const answer = await control<{ readonly orders: readonly PlacedOrder[] }>(
        "/shopify/acme/orders",
        wanted,
      );
      old = answer.orders[0];
    },
  });
  if (old === undefined) throw new Error("nothing was placed");
  return old;
}

async function buy(): Promise<Placed> {
  const order = await world.place(mugs);
  await whenQuiet(world);
  return order;
}

async function does(order: Placed, action: string, body: unknown = {}): Promise<number | null> {
  await change(world, order, action, body);
  await whenQuiet(world);
  return pointsOf(order);
}

/** Points that the account has counted for the order; null: the order never applied any. */
async function pointsOf(order: Placed): Promise<number | null> {
  const { orders } = await patchAccount(world);
  return orders.find(({ order_id: id }) => id === numericId(order))?.points ?? null;
}

/** What the buyer has, all orders together. */
async function balance(): Promise<number> {
  const { contacts } = await patchAccount(world);
  return contacts.find((contact) => contact.email === email)?.loyalty_points ?? 0;
}

async function backfill(): Promise<void> {
  const { id } = await world.hub.startBackfill({
    connection: "acme-patch",
    entity: "orders",
    since: null,
  });
  await expect.poll(async () => (await world.hub.run(id)).state, { timeout: 20_000 }).not.toBe("running");
  await whenQuiet(world);
}

/** What `order.finished` of another program says, aloud: the account gives points for it. */
async function announceElsewhere(order: Placed, total: string): Promise<void> {
  const answer = await fetch(`${world.host.url}/patch/v2/events`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${patchSignIn.apiKey}`,
      "x-account-id": patchSignIn.accountId,
    },
    body: JSON.stringify({
      event: "order.finished",
      primary_key: "email",
      primary_key_value: email,
      contact_upsert: true,
      contact: { email },
      data: { shopify_order_id: numericId(order), total_price: total },
    }),
  });
  expect(answer.status).toBeLessThan(300);
}

describe("an order without an event", () => {
  it("is awarded once when it is placed, and a run over it awards nothing more", async () => {
    await open();
    const order = await buy();
    expect([await pointsOf(order), await balance()]).toEqual([100, 100]);
    await confirmSilence(world.hub);
    await backfill();
    expect([await pointsOf(order), await balance()]).toEqual([100, 100]);
  });

  it("of before the connection is awarded nothing, and nothing of it is ever taken back", async () => {
    const old = await openWithOldOrder();
    await confirmSilence(world.hub);
    await backfill();
    expect([await pointsOf(old), await balance()]).toEqual([null, 0]);
    expect(await does(old, "refund", { lines: [{ line: 0, quantity: 1 }] })).toBe(null);
    expect(await does(old, "refund")).toBe(null);
    expect(await balance()).toBe(0);
  });
});

describe("an order that has applied points", () => {
  it("loses those of each part that is given back, and all of them in the end, each once", async () => {
    await open();
    const order = await buy();
    expect(await does(order, "refund", { lines: [{ line: 0, quantity: 1 }] })).toBe(75);
    expect(await does(order, "refund", { lines: [{ line: 0, quantity: 2 }] })).toBe(25);
    await confirmSilence(world.hub);
    await backfill();
    expect(await pointsOf(order)).toBe(25);
    expect(await does(order, "refund")).toBe(0);
    expect(await balance()).toBe(0);
  });

  it("loses those of money that is given back without goods", async () => {
    await open();
    const order = await buy();
    expect(await does(order, "refund", { amount: "10.50" })).toBe(89);
    expect(await balance()).toBe(89);
  });

  it("loses all of them when it is cancelled", async () => {
    await open();
    const order = await buy();
    expect(await does(order, "cancel", { refund: true })).toBe(0);
    expect(await balance()).toBe(0);
  });

  it("gains or loses the difference when it is edited", async () => {
    await open();
    const order = await buy();
    expect(await does(order, "edit", { quantities: [{ line: 0, quantity: 5 }] })).toBe(125);
    expect(await does(order, "edit", { quantities: [{ line: 0, quantity: 3 }] })).toBe(75);
  });

  it("keeps them where the settings say that nothing is taken back", async () => {
    await open({ settings: { loyalty: { reversals: false } } });
    const order = await buy();
    expect(await does(order, "refund", { lines: [{ line: 0, quantity: 1 }] })).toBe(100);
    expect(await does(order, "refund")).toBe(100);
  });

  it("keeps those of its total as sold, whatever is given back, where they are given for that", async () => {
    await open({ settings: { loyalty: { value: "as-sold" } } });
    const order = await buy();
    expect(await does(order, "refund", { lines: [{ line: 0, quantity: 1 }] })).toBe(100);
  });

  it("of a shop that documents follows its total as it stands: what is refunded goes, a cancellation alone takes nothing", async () => {
    await open({ preset: "documented" });
    const order = await buy();
    expect(await does(order, "refund", { lines: [{ line: 0, quantity: 1 }] })).toBe(75);
    expect(await does(order, "cancel", { refund: false, restock: false })).toBe(75);
  });
});

describe("an order whose event another program made, with points", () => {
  /** It was placed and told of aloud before; the history is carried over afterwards. */
  async function carriedOver(preset: "documented" | "recommended"): Promise<Placed> {
    const order = await openWithOldOrder({ preset });
    await announceElsewhere(order, "80.00");
    expect(await pointsOf(order)).toBe(80);
    await confirmSilence(world.hub);
    await backfill();
    return order;
  }

  it("keeps them as they are, whatever happens to it", async () => {
    const order = await carriedOver("recommended");
    expect(await pointsOf(order)).toBe(80);
    expect(await does(order, "refund", { lines: [{ line: 0, quantity: 1 }] })).toBe(80);
    expect(await does(order, "refund")).toBe(80);
  });

  it("as documented has them brought to what it is worth now, then and later", async () => {
    const order = await carriedOver("documented");
    expect(await pointsOf(order)).toBe(100);
    expect(await does(order, "refund", { lines: [{ line: 0, quantity: 1 }] })).toBe(75);
    expect(await does(order, "refund")).toBe(0);
  });
});

describe("where no event moves points", () => {
  async function asked() {
    const all = await world.hub.attention();
    const one = all.find(({ attention }) => attention.code === "POINTS_BY_HAND");
    return one === undefined ? null : { id: one.id, points: one.attention.detail?.["points"] };
  }

  it("each order asks a person for what is left to change, until that is done", async () => {
    await open({ settings: { loyalty: { writes: "by-hand" } } });
    const order = await buy();
    expect([await pointsOf(order), await balance()]).toEqual([null, 0]);
    expect(await asked()).toMatchObject({ points: 100 });
    // Nobody has seen to it yet: what is left is told, not each step.
    await does(order, "refund", { lines: [{ line: 0, quantity: 1 }] });
    const open75 = await asked();
    expect(open75).toMatchObject({ points: 75 });
    await world.hub.retry({});
    await whenQuiet(world);
    expect(await asked()).toMatchObject({ points: 75 });

    const settled = await world.hub.resolve(open75?.id ?? "", "accept", "test");
    expect(settled.outcome.state).toBe("unchanged");
    await whenQuiet(world);
    expect(await asked()).toBe(null);
    await does(order, "refund");
    expect(await asked()).toMatchObject({ points: -75 });
    expect(await balance()).toBe(0);
  });

  it("and where they are none of Waybill's business, nobody is asked", async () => {
    await open({ settings: { loyalty: { writes: "none" } } });
    const order = await buy();
    await does(order, "refund", { lines: [{ line: 0, quantity: 1 }] });
    expect([await balance(), await asked()]).toEqual([0, null]);
    expect((await storyOf(world, order.name)).record.outcome.state).toBe("synced");
  });
});
