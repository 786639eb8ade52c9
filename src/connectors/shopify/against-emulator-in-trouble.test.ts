import { afterEach, describe, expect, it } from "vitest";
import type { ReadAnswer } from "#connectors/kit/source-system.ts";
import type { Order } from "#domain/order/order.ts";
import type { ShopifyEmulatorOptions } from "./emulator/create-shopify-emulator.ts";
import { startEmulatedShop, type EmulatedShop } from "./test/emulated-shop.ts";

let shop: EmulatedShop | null = null;
afterEach(async () => {
  await shop?.close();
  shop = null;
});

async function start(options?: Partial<ShopifyEmulatorOptions>): Promise<EmulatedShop> {
  shop = await startEmulatedShop(options);
  return shop;
}

const day = 24 * 3_600_000;
function orderOf(answer: ReadAnswer | undefined): Order {
  if (answer?.state !== "present" || answer.record.kind !== "orders") throw new Error("no order was read");
  return answer.record;
}

describe("signing in", () => {
  it("once for many calls, and again before the token ends", async () => {
    const world = await start();
    const ids = await world.place({ count: 3 });
    const system = world.open();
    await Promise.all(ids.map((id) => system.read("orders", [id])));
    expect(world.told.map(({ code }) => code)).toEqual(["SIGNED_IN"]);
    world.advance(day - 60_000);
    await system.read("orders", ids);
    expect(world.told.map(({ code }) => code)).toEqual(["SIGNED_IN", "TOKEN_RENEWED"]);
  });

  it("again when the token was revoked in mid-run, by two processes once", async () => {
    const world = await start();
    const ids = await world.place({ count: 4 });
    const [one, other] = [world.open(), world.open()];
    await Promise.all([one.read("orders", ids), other.read("orders", ids)]);
    await world.control("/tokens/revoke");
    const answers = await Promise.all([one.read("orders", ids), other.read("orders", ids)]);
    expect(answers.map((answer) => answer.size)).toEqual([4, 4]);
    expect(world.told.map(({ code }) => code)).toEqual(["SIGNED_IN", "TOKEN_RENEWED"]);
  });

  it("with new scopes when some were missing", async () => {
    const world = await start({ scopes: ["read_orders"] });
    const system = world.open();
    const first = await system.probe();
    expect(first.findings.map(({ code }) => code)).toContain("SCOPE_MISSING");
    await world.control("/scopes", {
      scopes: ["read_orders", "read_customers", "read_products", "read_locations"],
    });
    const { facts, findings } = await system.probe();
    expect(facts.scopes).toContain("read_locations");
    expect(findings.filter(({ level }) => level === "warning")).toEqual([]);
  });

  it("is refused after uninstalling, with what to do", async () => {
    const world = await start();
    const system = world.open();
    await system.probe();
    await world.control("/uninstall");
    await expect(system.probe()).rejects.toMatchObject({ errorClass: "unauthorised" });
  });

  it("with a wrong secret is refused without showing it", async () => {
    const world = await start();
    const system = world.open({ credentials: { clientId: "client-1", clientSecret: "wrong" } });
    const failure: unknown = await system.probe().catch((error: unknown) => error);
    expect(failure).toMatchObject({ errorClass: "unauthorised", reason: { code: "SIGN_IN_REFUSED" } });
    expect(String(failure)).not.toContain("wrong");
  });

  it("by a token that was pasted in", async () => {
    const world = await start({ staticToken: "shpat_static" });
    const [id = ""] = await world.place();
    const system = world.open({ credentials: { accessToken: "shpat_static", apiSecret: "secret-1" } });
    expect(orderOf((await system.read("orders", [id])).get(id)).id).toBe(id);
    expect(world.told).toEqual([]);
  });
});

describe("a shop in trouble", () => {
  it("without points asks to wait, for as long as they take to come back", async () => {
    const world = await start();
    const ids = await world.place({ count: 2 });
    const system = world.open();
    await world.control("/throttle", {
      size: { restoreRate: 10, maximumAvailable: 1000 },
      currentlyAvailable: 0,
    });
    const failure: unknown = await system.read("orders", ids).catch((error: unknown) => error);
    expect(failure).toMatchObject({ errorClass: "throttled", reason: { code: "SHOP_THROTTLED" } });
    expect((failure as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(2_000);
    expect((failure as { retryAfterMs: number }).retryAfterMs).toBeLessThan(60_001);
  });

  it("with few points is asked no faster than they come back", async () => {
    const world = await start();
    const ids = await world.place({ count: 40 });
    await world.control("/throttle", { size: { restoreRate: 5_000, maximumAvailable: 300 } });
    const system = world.open();
    const answers = await Promise.all(ids.map((id) => system.read("orders", [id])));
    expect(answers.every((answer) => [...answer.values()][0]?.state === "present")).toBe(true);
  });

  it.each([
    ["429", { http429: { rate: 1, retryAfter: 3 } }, "throttled"],
    ["500", { http500: 1 }, "unavailable"],
    ["402", { status: { code: 402, rate: 1 } }, "unauthorised"],
    ["423", { status: { code: 423, rate: 1 } }, "unauthorised"],
    ["a page", { body: { kind: "html", rate: 1 } }, "unavailable"],
    ["nothing", { body: { kind: "empty", rate: 1 } }, "unavailable"],
    ["half an answer", { body: { kind: "truncated", rate: 1 } }, "unavailable"],
    ["no answer", { answerLost: 1 }, "unavailable"],
    ["no connection", { down: true }, "unavailable"],
  ] as const)("answers %s and is understood", async (_what, faults, errorClass) => {
    const world = await start();
    const [id = ""] = await world.place();
    const system = world.open();
    await system.read("orders", [id]);
    world.host.setFaults(world.emulator.system, faults);
    await expect(system.read("orders", [id])).rejects.toMatchObject({ errorClass });
    world.host.setFaults(world.emulator.system, {});
    if (errorClass !== "throttled")
      expect((await system.read("orders", [id])).get(id)?.state).toBe("present");
  });
});
