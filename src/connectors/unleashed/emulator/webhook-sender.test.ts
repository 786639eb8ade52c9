import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { verifyWebhook } from "../signature.ts";
import { testAccount, testOrder } from "./test-account.ts";

const guid = "44444444-4444-4444-8444-444444444444";
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

interface Received {
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** A receiver that answers with the given statuses in turn, then 200. */
async function receiver(statuses: number[] = []) {
  const received: Received[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      response.writeHead(statuses.shift() ?? 200).end(() => {
        received.push({ headers: request.headers, body });
        for (const wait of waiting) if (received.length >= wait.count) wait.resolve();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const arrived = (count: number) =>
    new Promise<void>((resolve) => (received.length >= count ? resolve() : waiting.push({ count, resolve })));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received, arrived };
}

const last = (received: readonly Received[]) =>
  JSON.parse(received.at(-1)?.body ?? "null") as Record<string, unknown>;

describe("webhooks", () => {
  it("are signed, carry only the id as JSON text, and repeat with the same notification id", async () => {
    const { call, control, clock } = testAccount({ webhookRepeats: 1 });
    const { url, received, arrived } = await receiver();
    control("POST", "/webhooks", {}, { url, signingKey: "hook-key", eventTypes: ["salesorder.created"] });
    await call("POST", `/SalesOrders/${guid}`, testOrder());
    await call("PUT", `/SalesOrders/${guid}`, testOrder());
    clock.advance(1);
    await arrived(2);
    for (const { headers, body } of received) {
      const proof = {
        timestamp: headers["x-unleashed-timestamp"] as string,
        signature: headers["x-unleashed-signature"] as string,
        rawBody: body,
        signingKey: "hook-key",
        nowMs: clock.now(),
      };
      expect(verifyWebhook(proof)).toBe(true);
    }
    const event = last(received);
    expect(event["eventType"]).toBe("salesorder.created");
    expect(event["data"]).toBe(JSON.stringify({ salesOrderGuid: guid }));
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect(received).toHaveLength(2);
  });

  it("are repeated after a failure, and stop when the account is closed", async () => {
    const { call, control, clock, emulator } = testAccount({ webhookData: "object" });
    const { url, received, arrived } = await receiver([500]);
    control("POST", "/webhooks", {}, { url });
    await call("POST", `/SalesOrders/${guid}`, testOrder());
    clock.advance(0);
    await arrived(1);
    const state = () =>
      (control("GET", "/webhooks") as { notifications: { attempts: number; lastStatus: number }[] })
        .notifications[0];
    await expect.poll(() => state()?.lastStatus).toBe(500);
    clock.advance(60_000);
    await arrived(2);
    expect(last(received)["data"]).toEqual({ salesOrderGuid: guid });
    await expect.poll(() => state()).toMatchObject({ attempts: 2, lastStatus: 200 });
    await emulator.close();
  });

  it("come before the new object can be read, when so switched", async () => {
    const { call, clock } = testAccount({ readableAfterMs: 5_000 });
    await call("POST", `/SalesOrders/${guid}`, testOrder());
    expect((await call("GET", `/SalesOrders/${guid}`)).status).toBe(404);
    clock.advance(5_000);
    expect((await call("GET", `/SalesOrders/${guid}`)).status).toBe(200);
  });

  it("find what could be read before still readable when new objects begin to be late", async () => {
    const { call, clock, emulator } = testAccount();
    await call("POST", `/SalesOrders/${guid}`, testOrder());
    clock.advance(1_000);
    emulator.set({ readableAfterMs: 5_000 });
    expect((await call("GET", `/SalesOrders/${guid}`)).status).toBe(200);
  });

  it("have at most five subscriptions, https or loopback only", () => {
    const { control, emulator } = testAccount();
    const subscribe = (url: string) => control("POST", "/webhooks", {}, { url });
    expect(() => subscribe("http://shop.example/hook")).toThrow("must be https");
    emulator.set({ strictHttps: true });
    expect(() => subscribe("http://127.0.0.1:1/hook")).toThrow("must be https");
    for (let count = 0; count < 5; count++) subscribe("https://shop.example/hook");
    expect(() => subscribe("https://shop.example/hook")).toThrow("at most 5");
    const { subscriptions } = control("GET", "/webhooks") as { subscriptions: { subscriptionId: string }[] };
    control("DELETE", "/webhooks/{id}", { id: subscriptions[0]?.subscriptionId });
    expect(() => subscribe("https://shop.example/hook")).not.toThrow();
  });
});
