/**
 * Complaint 4: a webhook subscription is removed after failures; stale ones block registering it again.
 * Sources: gnikyt/laravel-shopify#936, gnikyt/laravel-shopify#58, frappe/erpnext#25510.
 * More of it: test/scenarios/self-healing.test.ts (all or single subscriptions deleted while the hub runs).
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startReceiver } from "#connectors/shopify/emulator/webhooks/test-receiver.ts";
import { onlySales } from "#test/support/arrive.ts";
import { refuseDeliveries } from "#test/support/full-disk.ts";
import { listAttempts } from "#test/support/list-attempts.ts";
import { storyOf, whenQuiet } from "#test/support/story.ts";
import { watchShopJournal } from "#test/support/watch-shop-journal.ts";
import { startTroubleWorld, type TroubleWorld } from "#test/support/trouble-world.ts";

let world: TroubleWorld;
let hubAddress: string;
beforeAll(async () => {
  world = await startTroubleWorld();
  hubAddress = `${world.url}/webhooks/shopify`;
});
afterAll(() => world.stop());

const goods = { lines: [{ sku: "MUG-STONE" }] };

interface Subscription {
  readonly topic: string;
  readonly uri: string;
}

async function subscriptions(): Promise<readonly string[]> {
  const { subscriptions } = await world.control<{ subscriptions: readonly Subscription[] }>(
    "/shopify/acme/webhooks",
  );
  return subscriptions.map(({ topic, uri }) => `${topic} ${uri}`).sort();
}

/** Makes a subscription as something else does that signs in as the same app. */
async function subscribeElsewhere(topic: string, uri: string): Promise<void> {
  const { accessToken } = await world.control<{ accessToken: string }>("/shopify/acme/tokens", {});
  const answer = await fetch(`${world.host.url}/shopify/acme/admin/api/2026-10/graphql.json`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-shopify-access-token": accessToken },
    body: JSON.stringify({
      query: `mutation { webhookSubscriptionCreate(topic: ${topic}, webhookSubscription: { uri: "${uri}", format: JSON }) {
        webhookSubscription { id } userErrors { message } } }`,
    }),
  });
  const { data } = (await answer.json()) as {
    data: { webhookSubscriptionCreate: { userErrors: readonly unknown[] } };
  };
  expect(data.webhookSubscriptionCreate.userErrors).toEqual([]);
}

describe("Shopify has dropped my webhook, and for days no order came through", () => {
  it("after a night of failures: it is made again by itself, and the orders of that night are fetched", async () => {
    const before = await subscriptions();
    const told = await watchShopJournal(world);
    const enough = await refuseDeliveries(world);
    const placed = [await world.place(goods), await world.place(goods)];
    // Eight attempts within four hours, then Shopify gives up and deletes the subscription without a word.
    for (let hours = 0; hours < 5; hours += 1) {
      await world.advance("PT1H");
      await whenQuiet(world);
    }
    expect((await listAttempts(world)).filter(({ outcome }) => outcome === "failed")).not.toEqual([]);
    await enough();
    await world.advance("PT1H");
    await expect.poll(subscriptions, { timeout: 10_000 }).toEqual(before);
    expect((await told()).map(({ code }) => code)).toContain("SUBSCRIPTIONS_CREATED");
    for (const { name } of placed) {
      await world.standing(name, "synced", "unchanged");
      await onlySales(world, name);
    }
    const next = await world.place(goods);
    await world.standing(next.name, "synced", "unchanged");
    expect((await storyOf(world, next.name)).journal[0]?.code).toBe("RECEIVED");
  });
});

describe("Old subscriptions are in the way of the new ones", () => {
  it("those of my hub's former address are moved, none is left behind, and what they missed is fetched", async () => {
    const former = await startReceiver();
    await world.hub.listeningAt(former.url);
    await expect.poll(subscriptions, { timeout: 10_000 }).toContain(`ORDERS_PAID ${former.url}`);
    former.close();
    const missed = await world.place(goods);
    const told = await watchShopJournal(world);
    await world.hub.listeningAt(hubAddress);
    await expect.poll(subscriptions, { timeout: 10_000 }).toContain(`ORDERS_PAID ${hubAddress}`);
    expect((await subscriptions()).filter((line) => line.endsWith(former.url))).toEqual([]);
    expect((await told()).map(({ code }) => code)).toContain("SUBSCRIPTIONS_CORRECTED");
    await world.advance("PT6M");
    await world.standing(missed.name, "synced", "unchanged");
    await onlySales(world, missed.name);
  });

  it("those of another program under the same app are left alone, and keep nobody from having mine", async () => {
    const other = "https://other-installation.example/webhooks";
    await subscribeElsewhere("ORDERS_PAID", other);
    const all = await subscriptions();
    await world.control("/shopify/acme/webhooks", { delete: ["orders/create"] });
    await world.advance("PT1H");
    await expect.poll(subscriptions, { timeout: 10_000 }).toEqual(all);
    expect(all.filter((line) => line.startsWith("ORDERS_PAID"))).toEqual([
      `ORDERS_PAID ${hubAddress}`,
      `ORDERS_PAID ${other}`,
    ]);
    const order = await world.place(goods);
    await world.standing(order.name, "synced", "unchanged");
    await onlySales(world, order.name);
  });
});
