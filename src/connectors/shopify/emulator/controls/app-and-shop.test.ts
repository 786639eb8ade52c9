import { afterEach, describe, expect, it } from "vitest";
import { startReceiver } from "../webhooks/test-receiver.ts";
import { placeWishedOrder } from "./place-orders.ts";
import { listen, subscribe, testShop } from "./test-shop.ts";

const ends: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function connected() {
  const parts = testShop();
  const receiver = await startReceiver();
  ends.push(
    () => parts.sender.close(),
    () => receiver.close(),
  );
  return { ...parts, ...receiver };
}

describe("the app", () => {
  it("is told that it was removed, loses everything, and two days later has to forget the shop", async () => {
    const { shop, control, sender, url, received, clock } = await connected();
    subscribe(shop, "APP_UNINSTALLED", url);
    await control("POST", "/tokens", {});
    await control("POST", "/uninstall", {});
    await sender.idle();
    expect(shop.installation).toMatchObject({ installed: false });
    expect([shop.installation.tokens.size, shop.installation.subscriptions.size]).toEqual([0, 0]);
    clock.advance(47 * 3_600_000);
    await sender.idle();
    expect(received.map(({ headers }) => headers["x-shopify-topic"])).toEqual(["app/uninstalled"]);
    clock.advance(3_600_000);
    await sender.idle();
    expect(received.at(-1)?.headers["x-shopify-topic"]).toBe("shop/redact");
    expect(JSON.parse(received.at(-1)?.body ?? "")).toEqual({
      shop_id: 548380009,
      shop_domain: "acme.myshopify.com",
    });
  });

  it("that came back within two days keeps what it knows", async () => {
    const { shop, control, sender, url, received, clock } = await connected();
    subscribe(shop, "APP_UNINSTALLED", url);
    await control("POST", "/uninstall", {});
    await control("POST", "/install", {});
    clock.advance(72 * 3_600_000);
    await sender.idle();
    expect(received).toHaveLength(1);
  });

  it("gets privacy topics by a button, at a subscription's address unless told otherwise", async () => {
    const { shop, control, sender, url, received } = await connected();
    const order = placeWishedOrder(shop, {});
    const about = { topic: "customers/redact", customer: order.customerId, orders: [order.name] };
    await expect(control("POST", "/privacy", about)).rejects.toThrow("no address for privacy topics");
    subscribe(shop, "ORDERS_CREATE", url);
    await control("POST", "/privacy", about);
    await sender.idle();
    expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({
      customer: { id: Number(order.customerId), email: order.email },
      orders_to_redact: [Number(order.id)],
    });
    await expect(control("POST", "/privacy", { topic: "customers/redact" })).rejects.toThrow("needs the id");
  });

  it("hears of changed scopes; tokens can be made and revoked", async () => {
    const { shop, control } = testShop();
    const heard = listen(shop);
    await control("POST", "/scopes", { scopes: ["read_orders"] });
    expect(heard).toMatchObject([{ topic: "app/scopes_update", current: ["read_orders"] }]);
    expect(await control("GET", "/scopes")).toEqual({ scopes: ["read_orders"] });
    const { accessToken } = (await control("POST", "/tokens", {})) as { accessToken: string };
    expect(shop.installation.tokens.get(accessToken)).toMatchObject({ kind: "static", expiresAt: null });
    await control("POST", "/tokens", { scopes: ["read_orders"] });
    expect(await control("POST", "/tokens/revoke", { token: accessToken })).toEqual({ revoked: 1 });
    expect(await control("POST", "/tokens/revoke", {})).toEqual({ revoked: 1 });
  });
});

describe("the shop", () => {
  it("goes back to a snapshot without giving a number twice", async () => {
    const { shop, control } = testShop();
    await control("POST", "/snapshot", { name: "before" });
    const gone = placeWishedOrder(shop, {});
    expect(await control("POST", "/snapshot/restore", { name: "before" })).toMatchObject({ orders: 0 });
    const next = placeWishedOrder(shop, {});
    expect([next.name, next.id === gone.id]).toEqual(["#1002", false]);
    await expect(control("POST", "/snapshot/restore", { name: "none" })).rejects.toThrow("there are: before");
  });

  it("gives large ids on demand, and ordinary ones again", async () => {
    const { shop, control } = testShop();
    await control("POST", "/large-ids", { on: true });
    await control("POST", "/large-ids", { on: true });
    const large = placeWishedOrder(shop, { customer: { email: "big@mail.example" } });
    for (const id of [large.id, large.lines[0]?.id, large.customerId])
      expect(Number.isSafeInteger(Number(id))).toBe(false);
    await control("POST", "/large-ids", { on: false });
    expect(Number.isSafeInteger(Number(placeWishedOrder(shop, {}).id))).toBe(true);
  });

  it("sets plan, protected data, delay of the index, and single switches", async () => {
    const { shop, control } = testShop();
    expect(await control("POST", "/protected-data", { email: "approval" })).toEqual({
      protectedData: { customer: "ok", name: "ok", address: "ok", email: "approval", phone: "ok" },
    });
    expect(await control("POST", "/plan", { plan: "starter" })).toMatchObject({
      plan: "starter",
      protectedData: { customer: "plan", email: "approval" },
    });
    await control("POST", "/index-delay", { delay: "PT5S" });
    expect(shop.data.indexDelayMs).toBe(5_000);
    await control("POST", "/settings", { planWithholdsData: false });
    expect(await control("POST", "/protected-data", {})).toMatchObject({ protectedData: { customer: "ok" } });
    await expect(control("POST", "/settings", { planWitholdsData: false })).rejects.toThrow(
      /planWitholdsData/,
    );
  });
});

describe("webhooks", () => {
  it("lists behaviour, subscriptions, and deliveries, and deletes subscriptions behind the app's back", async () => {
    const { shop, control, sender, url } = await connected();
    subscribe(shop, "ORDERS_CREATE", url);
    subscribe(shop, "CUSTOMERS_EMAIL_MARKETING_CONSENT_UPDATE", url);
    const gone = subscribe(shop, "ORDERS_PAID", url, { name: "paid" });
    placeWishedOrder(shop, {});
    await sender.idle();
    expect(await control("GET", "/webhooks")).toMatchObject({
      waiting: 0,
      underWay: 0,
      subscriptions: [{ topic: "ORDERS_CREATE", uri: url }, {}, { topic: "ORDERS_PAID", name: "paid" }],
      deliveries: [
        { topic: "orders/create", outcome: "delivered", lastStatus: 200, attempts: 1 },
        { topic: "orders/paid", outcome: "delivered" },
      ],
    });
    await control("DELETE", "/webhooks/{id}", {}, { id: gone });
    const byTopic = { delete: ["customers_email_marketing_consent/update"] };
    expect(await control("POST", "/webhooks", byTopic)).toMatchObject({ deleted: 1 });
    expect(await control("POST", "/webhooks", { deleteSubscriptions: true })).toMatchObject({
      deleted: 1,
      subscriptions: [],
    });
    await expect(control("DELETE", "/webhooks/{id}", {}, { id: gone })).rejects.toThrow("no subscription");
  });

  it("changes only the behaviour that it names; true is always, a duration is a delay", async () => {
    const { control, sender } = testShop();
    await control("POST", "/webhooks", { duplicate: true, delay: ["PT1S", 2_000], reorder: { rate: 0.5 } });
    await control("POST", "/webhooks", { lose: 0.25 });
    expect(sender.behaviour).toEqual({
      duplicate: { rate: 1, copies: 1 },
      reorder: { rate: 0.5, withinMs: 2_000 },
      lose: 0.25,
      delayMs: [1_000, 2_000],
      parallel: 50,
      timeoutMs: 5_000,
    });
    sender.reset();
    expect(sender.behaviour).toMatchObject({ lose: 0, duplicate: { rate: 0 } });
  });
});
