import { createHmac } from "node:crypto";
import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { placeWishedOrder } from "../controls/place-orders.ts";
import { subscribe, testSecret, testShop } from "../controls/test-shop.ts";
import { startReceiver } from "./test-receiver.ts";
import type { Answer, Received } from "./test-receiver.ts";

const ends: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function connected(next?: (delivery: number) => Answer) {
  const parts = testShop();
  const receiver = await startReceiver(next);
  ends.push(
    () => parts.sender.close(),
    () => receiver.close(),
  );
  return { ...parts, ...receiver };
}

const header = (entry: Received | undefined, name: string) => String(entry?.headers[name]);
const topics = (received: readonly Received[]) => received.map((entry) => header(entry, "x-shopify-topic"));

/** Moves the clock until every retry of what failed was made. */
async function letRetriesRun(parts: Awaited<ReturnType<typeof connected>>, attempts: number) {
  parts.clock.advance(4 * 3_600_000 + 1_000);
  await parts.arrived(attempts);
  await parts.sender.idle();
}

describe("a delivery", () => {
  it("carries all headers, and its signature covers the exact bytes", async () => {
    const { shop, url, arrived, received, clock } = await connected();
    subscribe(shop, "ORDERS_CREATE", url, { name: "waybill" });
    const order = placeWishedOrder(shop, { customer: { email: "åsa@mail.example", lastName: "Ström ☃" } });
    await arrived(1);
    const [first] = received;
    expect(first?.headers).toMatchObject({
      "content-type": "application/json",
      "x-shopify-topic": "orders/create",
      "x-shopify-shop-domain": "acme.myshopify.com",
      "x-shopify-api-version": "2026-07",
      "x-shopify-name": "waybill",
    });
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(header(first, "x-shopify-webhook-id")).toMatch(uuid);
    expect(header(first, "x-shopify-event-id")).toMatch(uuid);
    expect(Date.parse(header(first, "x-shopify-triggered-at"))).toBeLessThanOrEqual(clock.now());
    const signature = createHmac("sha256", testSecret)
      .update(first?.body ?? "")
      .digest("base64");
    expect(header(first, "x-shopify-hmac-sha256")).toBe(signature);
    expect(first?.body).toContain(`"id":${order.id}`);
    expect(first?.body).toContain("Ström ☃");
  });

  it("shares its event id with all others of one event, and has an id of its own", async () => {
    const { shop, url, arrived, received } = await connected();
    for (const topic of ["ORDERS_CREATE", "ORDERS_PAID", "ORDERS_UPDATED"]) subscribe(shop, topic, url);
    placeWishedOrder(shop, {});
    await arrived(3);
    expect(topics(received).sort()).toEqual(["orders/create", "orders/paid", "orders/updated"]);
    expect(new Set(received.map((entry) => header(entry, "x-shopify-event-id"))).size).toBe(1);
    expect(new Set(received.map((entry) => header(entry, "x-shopify-webhook-id"))).size).toBe(3);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  });

  it("goes only where the filter lets it, and carries only the fields asked for", async () => {
    const { shop, url, arrived, received, sender } = await connected();
    subscribe(shop, "ORDERS_CREATE", url, { filter: "source_name:pos AND line_items.sku:MUG-STONE" });
    subscribe(shop, "ORDERS_UPDATED", url, { includeFields: ["id", "line_items.sku", "nothing"] });
    placeWishedOrder(shop, { lines: [{ sku: "MUG-STONE" }] });
    const sold = placeWishedOrder(shop, { lines: [{ sku: "MUG-STONE" }], pos: true });
    await arrived(3);
    await sender.idle();
    expect(topics(received).sort()).toEqual(["orders/create", "orders/updated", "orders/updated"]);
    const trimmed = received.findLast((entry) => header(entry, "x-shopify-topic") === "orders/updated");
    expect(JSON.parse(trimmed?.body ?? "")).toEqual({
      id: Number(sold.id),
      line_items: [{ sku: "MUG-STONE" }],
    });
  });

  it("prints ids beyond 2^53 digit for digit", async () => {
    const { shop, url, arrived, received } = await connected();
    subscribe(shop, "ORDERS_CREATE", url, { filter: "test:false" });
    const order = placeWishedOrder(shop, { largeIds: true });
    await arrived(1);
    expect(Number.isSafeInteger(Number(order.id))).toBe(false);
    expect(received[0]?.body).toContain(
      `{"id":${order.id},"admin_graphql_api_id":"gid://shopify/Order/${order.id}"`,
    );
    expect(received[0]?.body).toContain(`{"id":${order.lines[0]?.id},`);
  });

  it("is not made to apps that were removed or lack the scope", async () => {
    const { shop, url, received, sender } = await connected();
    subscribe(shop, "ORDERS_CREATE", url);
    shop.installation.scopes = ["read_products"];
    placeWishedOrder(shop, {});
    shop.installation.scopes = ["write_orders"];
    shop.installation.installed = false;
    placeWishedOrder(shop, {});
    await sender.idle();
    expect(received).toHaveLength(0);
    shop.installation.installed = true;
    placeWishedOrder(shop, {});
    await sender.idle();
    expect(received).toHaveLength(1);
  });

  it("to Pub/Sub, EventBridge, or in XML is noted as not sent", async () => {
    const { shop, sender } = await connected();
    subscribe(shop, "ORDERS_CREATE", "pubsub://project:topic");
    placeWishedOrder(shop, {});
    expect(sender.deliveries).toMatchObject([{ topic: "orders/create", outcome: "notSent", attempts: 0 }]);
  });
});

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
    sender.behaviour = { ...sender.behaviour, timeoutMs: 40, parallel: 1 };
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

describe("topics that follow from others", () => {
  it("tell each transaction and fulfillment once, and the buyer's spending", async () => {
    const { shop, url, arrived, received, sender, control } = await connected();
    for (const topic of ["ORDER_TRANSACTIONS_CREATE", "FULFILLMENTS_CREATE", "CUSTOMERS_PURCHASING_SUMMARY"])
      subscribe(shop, topic, url);
    const order = placeWishedOrder(shop, { financialStatus: "authorized", lines: [{ sku: "MUG-STONE" }] });
    const at = { id: order.id };
    await control("POST", "/orders/{id}/pay", {}, at);
    await control("POST", "/orders/{id}/fulfil", {}, at);
    await control("POST", "/orders/{id}/update", {}, at);
    await control("POST", "/orders/{id}/refund", {}, at);
    await arrived(7);
    await sender.idle();
    expect(topics(received).sort()).toEqual([
      "customers/purchasing_summary",
      "customers/purchasing_summary",
      "customers/purchasing_summary",
      "fulfillments/create",
      "order_transactions/create",
      "order_transactions/create",
      "order_transactions/create",
    ]);
    const kinds = received.flatMap(({ body }) => (JSON.parse(body) as { kind?: string }).kind ?? []);
    expect(kinds.sort()).toEqual(["authorization", "capture", "refund"]);
  });
});
