import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { change, storyOf, watchCalls } from "#test/support/story.ts";
import { clientSecret, domain } from "#test/support/small-world.ts";
import { watchShopJournal } from "#test/support/watch-shop-journal.ts";
import { expectNothingPersonal, startTroubleWorld, type TroubleWorld } from "#test/support/trouble-world.ts";

let world: TroubleWorld;
let people = 0;
beforeAll(async () => {
  world = await startTroubleWorld();
});
afterAll(() => world.stop());

function place() {
  people += 1;
  const customer = {
    firstName: "Araminta",
    lastName: `Fiddlewood-${people}`,
    email: `araminta.fiddlewood.${people}@mail.example`,
  };
  return world.place({ lines: [{ sku: "TOTE-01", quantity: 1 }], customer });
}

const tokenCalls = (calls: ReturnType<typeof watchCalls>) =>
  calls().filter(({ operation }) => operation.includes("/admin/oauth/access_token"));

const inTime = { timeout: 15_000 };

describe("what no webhook told", () => {
  it("of an order is found by the sweep, carried over once, and said so in its story", async () => {
    await world.control("/shopify/acme/webhooks", { lose: 1 });
    const order = await place();
    await world.control("/shopify/acme/webhooks", { lose: 0 });
    expect(await world.hub.records({ q: order.name })).toEqual([]);
    await world.advance("PT6M");
    await world.standing(order.name, "synced");
    const codes = (await storyOf(world, order.name)).journal.map(({ code }) => code);
    expect(codes[0]).toBe("FOUND_BY_SWEEP");
    expect(codes).not.toContain("RECEIVED");
    await world.advance("PT6M");
    await world.quiet();
    expect((await world.compare()).doubled).toEqual([]);
    expect(
      (await storyOf(world, order.name)).journal.filter(({ code }) => code === "FOUND_BY_SWEEP"),
    ).toHaveLength(1);
  });

  it("of a change after arrival is found too", async () => {
    const order = await place();
    await world.standing(order.name, "synced");
    await world.control("/shopify/acme/webhooks", { lose: 1 });
    await change(world, order, "cancel");
    await world.control("/shopify/acme/webhooks", { lose: 0 });
    await world.advance("PT6M");
    const record = await world.standing(order.name, "attention");
    expect(record.outcome.reason.code).toBe("ORDER_CANCELLED_AFTER_ARRIVAL");
  });
});

describe("subscriptions that were deleted behind Waybill's back", () => {
  it("are made again, told in the journal, and what happened meanwhile is found", async () => {
    const subscriptions = async () =>
      (
        await world.control<{ subscriptions: readonly { topic: string; uri: string }[] }>(
          "/shopify/acme/webhooks",
        )
      ).subscriptions
        .map(({ topic, uri }) => `${topic} ${uri}`)
        .sort();
    const before = await subscriptions();
    expect(before.length).toBeGreaterThan(5);
    const told = await watchShopJournal(world);
    await world.control("/shopify/acme/webhooks", { delete: true });
    const missed = await place();
    await world.advance("PT1H");
    await expect.poll(subscriptions, inTime).toEqual(before);
    await world.standing(missed.name, "synced");
    expect((await told()).map(({ code }) => code)).toContain("SUBSCRIPTIONS_CREATED");

    const next = await place();
    await world.standing(next.name, "synced");
    expect((await storyOf(world, next.name)).journal[0]?.code).toBe("RECEIVED");
  });

  it("are made again when the app's address was dropped from one topic only", async () => {
    const told = await watchShopJournal(world);
    await world.control("/shopify/acme/webhooks", { delete: ["orders/paid"] });
    await world.advance("PT1H");
    await expect
      .poll(async () => (await told()).map(({ message }) => message), inTime)
      .toContainEqual(expect.stringContaining("orders/paid"));
  });
});

describe("an access token", () => {
  it("that ran out is renewed once, however many ask at the same moment", async () => {
    const orders = await Promise.all(Array.from({ length: 10 }, place));
    for (const { name } of orders) await world.standing(name, "synced");
    await world.quiet();
    const told = await watchShopJournal(world);
    const calls = watchCalls(world, "shopify/acme");
    // A day later the token is over; the clock moves the emulator first, then the hub.
    await world.advance("P1DT1H");
    await Promise.all(orders.map((order) => change(world, order, "cancel")));
    for (const { name } of orders) await world.standing(name, "attention");
    expect(tokenCalls(calls)).toHaveLength(1);
    const renewed = (await told()).filter(({ code }) => code === "TOKEN_RENEWED");
    expect(renewed).toHaveLength(1);
    expect(renewed[0]?.message).toMatch(/renewed.*holds until/);
  });

  it("that was taken back is replaced once, and nothing is lost", async () => {
    const orders = await Promise.all(Array.from({ length: 5 }, place));
    for (const { name } of orders) await world.standing(name, "synced");
    await world.quiet();
    const told = await watchShopJournal(world);
    const calls = watchCalls(world, "shopify/acme");
    await world.control("/shopify/acme/tokens/revoke", {});
    await Promise.all(orders.map((order) => change(world, order, "cancel")));
    for (const { name } of orders) await world.standing(name, "attention");
    expect(tokenCalls(calls)).toHaveLength(1);
    await expect
      .poll(async () => (await told()).map(({ message }) => message), inTime)
      .toContainEqual(expect.stringMatching(/refused its access token, so a new one was asked for/));
  });

  it("that cannot be renewed stops the connection, says what to do, and goes on after a new one", async () => {
    const order = await place();
    await world.standing(order.name, "synced");
    const useToken = async () => {
      const { accessToken } = await world.control<{ accessToken: string }>("/shopify/acme/tokens", {});
      await world.hub.apply({
        stores: [
          {
            name: "acme",
            domain,
            auth: { accessToken, apiSecret: clientSecret },
            baseUrl: `${world.host.url}/shopify/acme`,
          },
        ],
        connections: [],
      });
      return accessToken;
    };
    const token = await useToken();
    const told = await watchShopJournal(world);
    await world.control("/shopify/acme/tokens/revoke", { token });
    await change(world, order, "cancel");
    const connection = () => world.hub.connection("acme-unleashed");
    await expect.poll(async () => (await connection()).state, inTime).toBe("paused");
    expect((await connection()).reason).toMatchObject({
      code: "TOKEN_REFUSED",
      message: expect.stringMatching(/refuses the access token\. Paste the app's present/),
    });
    expect((await told()).map(({ code }) => code)).toContain("TOKEN_REFUSED");
    // Orders are still taken in: a webhook needs no token.
    const other = await place();
    await expect
      .poll(
        () => world.rows(`select 1 from waybill.inbox where done_at is null and topic = 'orders/create'`),
        inTime,
      )
      .toHaveLength(1);

    await useToken();
    await world.hub.resume("acme-unleashed");
    await world.arrived(other.name, { step: "PT1M" });
    await world.eventually(async () => {
      const { outcome } = (await storyOf(world, order.name)).record;
      expect(outcome.reason.code).toBe("ORDER_CANCELLED_AFTER_ARRIVAL");
    });
  });
});

it("none of it tells who bought, or how Waybill signs in", async () => {
  await expectNothingPersonal(world, ["araminta", "fiddlewood", "@mail.example"]);
});
