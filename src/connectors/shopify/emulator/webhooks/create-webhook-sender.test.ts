import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { placeWishedOrder } from "../controls/place-orders.ts";
import { subscribe, testSecret } from "../controls/test-shop.ts";
import { connected, header, topics } from "./test-connected.ts";

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
