import { afterEach, describe, expect, it } from "vitest";
import type { ReadAnswer, SourceSystem } from "#connectors/kit/source-system.ts";
import type { Order } from "#domain/order/order.ts";
import type { ShopifyEmulatorOptions } from "./emulator/create-shopify-emulator.ts";
import { apiVersions } from "./settings.ts";
import { wantedTopics } from "./system/wanted-topics.ts";
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
const callback = "http://127.0.0.1:7420/webhooks/shopify";

function orderOf(answer: ReadAnswer | undefined): Order {
  if (answer?.state !== "present" || answer.record.kind !== "orders") throw new Error("no order was read");
  return answer.record;
}

async function walk(system: SourceSystem, kind: "orders" | "customers", since: string) {
  const records = [];
  let cursor: string | null = null;
  do {
    const page = await system.changedSince(kind, since, cursor);
    records.push(...page.records.map(({ record }) => record));
    cursor = page.next;
  } while (cursor !== null);
  return records;
}

/** Operations that the shop was asked for, sign-ins left out. */
function operations({ host, emulator }: EmulatedShop): readonly string[] {
  return host
    .requests(emulator.system)
    .requests.map(({ operation }) => operation)
    .filter((operation) => !operation.includes("access_token"));
}

describe.each(apiVersions)("a shop that speaks %s", (apiVersion) => {
  it("gives orders with their customers, and tells missing ones from present ones", async () => {
    const { open, place } = await start();
    const ids = await place({ count: 5 });
    const system = open({ apiVersion });
    const answers = await system.read("orders", [...ids, "999"]);
    expect(ids.map((id) => answers.get(id)?.state)).toEqual(ids.map(() => "present"));
    expect(answers.get("999")).toEqual({ state: "absent" });
    const [first = ""] = ids;
    const answer = answers.get(first);
    const order = orderOf(answer);
    expect(order).toMatchObject({ id: first, financialStatus: "PAID", currency: "AUD" });
    expect(order.lines.length).toBeGreaterThan(0);
    const customer = order.customer;
    expect(customer).toMatchObject({ kind: "customers", origin: "customer" });
    // What they agreed to be sent is known beside the order, whose own body never tells it.
    expect(answer?.state === "present" ? answer.alongside : []).toEqual([
      { ...customer, emailConsent: expect.stringMatching(/^(given|withdrawn|none)$/) as string },
    ]);
    const read = await system.read("customers", [customer?.id ?? ""]);
    expect(read.get(customer?.id ?? "")).toMatchObject({ record: { email: customer?.email } });
  });

  it("is looked at, and its subscriptions are made, healed and found right", async () => {
    const { open, control } = await start({ currency: "NZD", timezone: "Pacific/Auckland", plan: "grow" });
    const system = open({ apiVersion });
    const { facts, findings } = await system.probe();
    expect(facts).toMatchObject({ currency: "NZD", timezone: "Pacific/Auckland", plan: "Grow" });
    expect(facts.protectedData).toEqual({
      customer: "ok",
      name: "ok",
      address: "ok",
      email: "ok",
      phone: "ok",
    });
    expect(findings.filter(({ level }) => level !== "ok")).toEqual([]);

    const made = await system.ensureSubscriptions(callback, null);
    expect(made).toMatchObject([{ code: "SUBSCRIPTIONS_CREATED" }]);
    await control("/webhooks", { delete: ["orders/create", "orders/paid"] });
    const healed = await system.ensureSubscriptions(callback, null);
    expect(healed).toMatchObject([
      { code: "SUBSCRIPTIONS_RIGHT" },
      { code: "SUBSCRIPTIONS_CREATED", detail: { topics: ["orders/create", "orders/paid"] } },
    ]);
    const moved = await system.ensureSubscriptions("http://127.0.0.1:7555/webhooks/shopify", callback);
    expect(moved).toMatchObject([{ code: "SUBSCRIPTIONS_CORRECTED" }]);
    const { subscriptions } = (await control("/webhooks")) as { readonly subscriptions: readonly unknown[] };
    expect(subscriptions).toHaveLength(wantedTopics.length);
  });
});

describe("orders of every size and state", () => {
  it("with more than 250 lines are read whole", async () => {
    const { open, place } = await start();
    const lines = Array.from({ length: 301 }, (_, index) => ({
      title: `Part ${index}`,
      price: "1.00",
      quantity: 1,
    }));
    const [id = ""] = await place({ lines, customer: null });
    const order = orderOf((await open().read("orders", [id])).get(id));
    expect(order.lines.map(({ title }) => title)).toEqual(lines.map(({ title }) => title));
    expect(order.customer).toBeNull();
  });

  it("are found by a sweep, cancelled and closed ones too, once each", async () => {
    const world = await start({ settings: { ordersWithoutStatus: "open" } });
    const before = new Date(Date.now() - 1_000).toISOString();
    const ids = await world.place({ count: 120 });
    const [cancelled = "", sent = ""] = ids;
    await world.control(`/orders/${cancelled}/cancel`);
    await world.control(`/orders/${sent}/fulfil`);
    const system = world.open();
    const found = await walk(system, "orders", before);
    expect(found.map(({ id }) => id).toSorted()).toEqual([...ids].toSorted());
    expect(found.find(({ id }) => id === cancelled)).toMatchObject({
      cancelReason: expect.any(String) as string,
    });
    const times = found.map(({ updatedAt }) => updatedAt ?? "");
    expect(times).toEqual(times.toSorted());
    expect(await walk(system, "orders", new Date(Date.now() + 60_000).toISOString())).toEqual([]);
  });

  it("beyond sixty days are hidden without read_all_orders, which is no deletion", async () => {
    const world = await start();
    const [id = ""] = await world.place();
    world.advance(70 * day);
    expect(orderOf((await world.open().read("orders", [id])).get(id)).id).toBe(id);
    await world.control("/scopes", { scopes: ["read_orders", "read_customers"] });
    await world.control("/tokens/revoke");
    const system = world.open();
    const answer = (await system.read("orders", [id])).get(id);
    expect(answer?.state).toBe("absent");
    const createdAt = new Date(Date.now()).toISOString();
    expect(answer?.state === "absent" ? (answer.hiddenBefore ?? "") > createdAt : false).toBe(true);
  });

  it("changed customers are told apart within the day", async () => {
    const world = await start();
    world.advance(2 * day);
    const dayStart = Date.now() + 2 * day;
    await world.place({ count: 3, customer: { email: "early@example.com", firstName: "Early" } });
    world.advance(3_600_000);
    await world.place({ customer: { email: "late@example.com", firstName: "Late" } });
    const since = new Date(dayStart + 1_800_000).toISOString();
    const found = await walk(world.open(), "customers", since);
    expect(found.map(({ email }) => email)).toEqual(["late@example.com"]);
  });
});

describe("protected data withheld", () => {
  it("on the Basic plan: orders come without who bought, and doctor says why", async () => {
    const world = await start({ plan: "basic" });
    const [id = ""] = await world.place();
    const system = world.open();
    const order = orderOf((await system.read("orders", [id])).get(id));
    expect(order.email).toBeUndefined();
    expect(order.lines.length).toBeGreaterThan(0);
    const asked = operations(world).length;
    await system.read("orders", [id]);
    expect(operations(world)).toHaveLength(asked + 1);
    const { facts, findings } = await system.probe();
    expect(Object.values(facts.protectedData)).toContain("denied-by-plan");
    expect(findings.filter(({ code }) => code === "CUSTOMER_DATA_WITHHELD").length).toBeGreaterThan(0);
  });

  it.each(["customer", "name", "address", "email", "phone"] as const)(
    "by approval for %s only: that part is unknown, the rest is there",
    async (part) => {
      const world = await start();
      const [id = ""] = await world.place();
      const system = world.open();
      const whole = orderOf((await system.read("orders", [id])).get(id));
      await world.control("/protected-data", { [part]: "approval" });
      const order = orderOf((await system.read("orders", [id])).get(id));
      expect(order.totals).toEqual(whole.totals);
      const shown = {
        customer: order.customer !== undefined,
        name: order.customer?.firstName !== undefined,
        address: order.shippingAddress?.address1 !== undefined,
        email: order.email !== undefined,
        phone: order.phone !== undefined,
      };
      expect(shown[part]).toBe(false);
      const { facts } = await system.probe();
      expect(facts.protectedData[part]).toBe("denied-by-approval");
      const others = Object.entries(facts.protectedData).filter(([name]) => name !== part);
      expect(new Set(others.map(([, verdict]) => verdict))).toEqual(new Set(["ok"]));
    },
  );

  it("with whole addresses refused and answers cut off after a few errors", async () => {
    const world = await start({
      settings: { protectedAddress: "object", maxExecutionErrors: 3, protectedDataCode: "none" },
    });
    const ids = await world.place({ count: 20 });
    await world.control("/protected-data", { address: "approval", email: "plan" });
    const answers = await world.open().read("orders", ids);
    for (const id of ids)
      expect(orderOf(answers.get(id))).toMatchObject({ email: undefined, shippingAddress: undefined });
  });

  it("and shown again after the approval is noticed by the next look at the shop", async () => {
    const world = await start();
    const [id = ""] = await world.place({ customer: { email: "ann@example.com" } });
    await world.control("/protected-data", { email: "approval" });
    const system = world.open();
    expect(orderOf((await system.read("orders", [id])).get(id)).email).toBeUndefined();
    await world.control("/protected-data", { email: "ok" });
    await system.probe();
    expect(orderOf((await system.read("orders", [id])).get(id)).email).toBe("ann@example.com");
  });
});
