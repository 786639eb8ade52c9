import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { placeWishedOrder } from "../controls/place-orders.ts";
import { subscribe } from "../controls/test-shop.ts";
import { connected, header } from "./test-connected.ts";

/** Moves the clock until every retry of what failed was made. */
async function letRetriesRun(parts: Awaited<ReturnType<typeof connected>>, attempts: number) {
  parts.clock.advance(4 * 3_600_000 + 1_000);
  await parts.arrived(attempts);
  await parts.sender.idle();
}

describe("a failed delivery", () => {
  it("is made again with the original body and ids, though the order changed meanwhile", async () => {
    const parts = await connected((delivery) => (delivery <= 2 ? 500 : 200));
    const { shop, url, received, sender, clock, control } = parts;
    subscribe(shop, "ORDERS_CREATE", url);
    const order = placeWishedOrder(shop, {});
    await sender.idle();
    await control("POST", "/orders/{id}/update", { note: "changed" }, { id: order.id });
    clock.advance(50_000);
    await sender.idle();
    expect(received).toHaveLength(1);
    clock.advance(10_000);
    await parts.arrived(2);
    await sender.idle();
    clock.advance(4 * 60_000);
    await parts.arrived(3);
    await sender.idle();
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(received.map((entry) => header(entry, "x-shopify-webhook-id"))).size).toBe(1);
    expect(sender.deliveries).toMatchObject([{ attempts: 3, lastStatus: 200, outcome: "delivered" }]);
    clock.advance(4 * 3_600_000);
    await sender.idle();
    expect(received).toHaveLength(3);
  });

  it("is tried nine times within four hours; then its subscription is deleted", async () => {
    const parts = await connected(() => 503);
    const { shop, url, received, sender } = parts;
    const id = subscribe(shop, "ORDERS_CREATE", url);
    const other = subscribe(shop, "ORDERS_PAID", url);
    placeWishedOrder(shop, { paid: false });
    await parts.arrived(1);
    await sender.idle();
    expect(shop.installation.subscriptions.has(id)).toBe(true);
    await letRetriesRun(parts, 9);
    expect(received).toHaveLength(9);
    expect(sender.deliveries).toMatchObject([{ attempts: 9, outcome: "failed" }]);
    expect(shop.installation.subscriptions.has(id)).toBe(false);
    expect(shop.installation.subscriptions.has(other)).toBe(true);
  });

  it("leaves the subscription alone when something else arrived in between", async () => {
    let failing = "";
    const parts = await connected(() => (request, response) => {
      const webhookId = String(request.headers["x-shopify-webhook-id"]);
      failing ||= webhookId;
      response.writeHead(webhookId === failing ? 500 : 200).end();
    });
    const id = subscribe(parts.shop, "ORDERS_CREATE", parts.url);
    placeWishedOrder(parts.shop, {});
    await parts.sender.idle();
    placeWishedOrder(parts.shop, {});
    await parts.sender.idle();
    await letRetriesRun(parts, 10);
    expect(parts.sender.deliveries.map(({ outcome }) => outcome)).toEqual(["failed", "delivered"]);
    expect(parts.shop.installation.subscriptions.has(id)).toBe(true);
  });

  it("is one that was redirected, answered too late, or not taken at all", async () => {
    const parts = await connected((delivery) =>
      delivery === 1
        ? (_request, response) => response.writeHead(302, { location: "/elsewhere" }).end()
        : (_request, response) => void response.writeHead(200).write("…"),
    );
    const { shop, sender, url } = parts;
    sender.behaviour = { ...sender.behaviour, timeoutMs: 500, parallel: 1 };
    subscribe(shop, "ORDERS_CREATE", url);
    subscribe(shop, "ORDERS_PAID", url);
    subscribe(shop, "ORDERS_UPDATED", "http://127.0.0.1:1/nobody");
    placeWishedOrder(shop, {});
    await sender.idle();
    expect(sender.deliveries).toMatchObject([
      { topic: "orders/create", lastStatus: 302, outcome: "waiting" },
      { topic: "orders/paid", lastStatus: 0, outcome: "waiting" },
      { topic: "orders/updated", lastStatus: 0, outcome: "waiting" },
    ]);
  });

  it("is not tried again once the subscription is gone, or the sender reset or closed", async () => {
    const parts = await connected(() => 500);
    const { shop, sender, url, received, clock, control } = parts;
    subscribe(shop, "ORDERS_CREATE", url);
    placeWishedOrder(shop, {});
    await sender.idle();
    await control("POST", "/webhooks", { delete: ["orders/create"] });
    clock.advance(4 * 3_600_000);
    await sender.idle();
    expect(received).toHaveLength(1);
    expect(sender.deliveries).toMatchObject([{ outcome: "failed" }]);
    subscribe(shop, "ORDERS_CREATE", url);
    placeWishedOrder(shop, {});
    await sender.idle();
    sender.reset();
    clock.advance(4 * 3_600_000);
    await sender.idle();
    expect(received).toHaveLength(2);
    expect(sender.deliveries).toEqual([]);
  });
});

describe("bad roads", () => {
  it("duplicate with the same webhook id and bytes", async () => {
    const { shop, url, arrived, received, sender, control } = await connected();
    await control("POST", "/webhooks", { duplicate: { rate: 1, copies: 2 } });
    subscribe(shop, "ORDERS_CREATE", url);
    placeWishedOrder(shop, {});
    await arrived(3);
    await sender.idle();
    expect(received).toHaveLength(3);
    expect(new Set(received.map((entry) => header(entry, "x-shopify-webhook-id"))).size).toBe(1);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  });

  it("lose the same deliveries for the same seed", async () => {
    const lost = async (seed: number) => {
      const { shop, url, sender, control } = await connected();
      await control("POST", "/webhooks", { seed, lose: 0.5 });
      subscribe(shop, "ORDERS_CREATE", url);
      await control("POST", "/orders", { count: 40 });
      await sender.idle();
      return sender.deliveries.map(({ outcome }) => outcome);
    };
    const first = await lost(3);
    expect(new Set(first)).toEqual(new Set(["lost", "delivered"]));
    expect(await lost(3)).toEqual(first);
    expect(await lost(4)).not.toEqual(first);
  });

  it("reorder: what was held back comes later than what followed it", async () => {
    const { shop, url, arrived, received, clock, control } = await connected();
    await control("POST", "/webhooks", { seed: 5, reorder: { rate: 0.5, within: "PT10M" }, parallel: 1 });
    subscribe(shop, "ORDERS_CREATE", url);
    await control("POST", "/orders", { count: 20 });
    clock.advance(10 * 60_000);
    await arrived(20);
    const names = received.map(({ body }) => (JSON.parse(body) as { name: string }).name);
    expect(names).not.toEqual(names.toSorted());
    expect(names.toSorted()).toEqual([...shop.data.orders.values()].map(({ name }) => name));
  });

  it("delay every delivery by emulated time", async () => {
    const { shop, url, arrived, received, sender, clock, control } = await connected();
    await control("POST", "/webhooks", { delay: "PT1M" });
    subscribe(shop, "ORDERS_CREATE", url);
    placeWishedOrder(shop, {});
    clock.advance(59_000);
    await sender.idle();
    expect(received).toHaveLength(0);
    clock.advance(1_000);
    await arrived(1);
  });

  it("never carry more at once than allowed", async () => {
    const held: ServerResponse[] = [];
    const underWay: number[] = [];
    const { shop, url, arrived, control, sender } = await connected(() => (_request, response) => {
      underWay.push(sender.underWay);
      if (held.push(response) === 3) for (const each of held.splice(0)) each.writeHead(200).end();
    });
    await control("POST", "/webhooks", { parallel: 3 });
    subscribe(shop, "ORDERS_CREATE", url);
    await control("POST", "/orders", { count: 30 });
    await arrived(30);
    expect(Math.max(...underWay)).toBe(3);
  });
});
