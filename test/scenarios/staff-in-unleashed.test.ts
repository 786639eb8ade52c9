import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signQuery } from "#connectors/unleashed/signature.ts";
import { startSmallWorld, type PlacedOrder, type SmallWorld } from "#test/support/small-world.ts";
import {
  change,
  questionAbout,
  salesOrdersNamed,
  storyOf,
  theSalesOrder,
  watchCalls,
  whenQuiet,
  writesOf,
} from "#test/support/story.ts";

const connection = "acme-unleashed";

let world: SmallWorld;
beforeAll(async () => {
  world = await startSmallWorld();
});
afterAll(() => world.stop());

async function arrived(): Promise<PlacedOrder> {
  const order = await world.place({
    lines: [{ sku: "MUG-STONE", quantity: 2 }],
    customer: null,
    email: null,
  });
  await world.standing(order.name, "synced");
  await whenQuiet(world);
  return order;
}

async function staff(order: PlacedOrder, action: string, body: unknown = {}): Promise<void> {
  const { Guid } = await theSalesOrder(world, order.name);
  await world.control(`/unleashed/salesorders/${String(Guid)}/${action}`, body);
}

describe("a sales order that staff deleted", () => {
  it("is noticed, asked about, and never made again: by no sweep, no change, no sync and no retry", async () => {
    const order = await arrived();
    // The first look only notes from when on deletions count.
    await world.advance("PT20M");
    await staff(order, "delete");
    const deleted = await theSalesOrder(world, order.name);
    expect(deleted["OrderStatus"]).toBe("Deleted");
    const calls = watchCalls(world, "unleashed");

    await world.advance("PT20M");
    const record = await world.standing(order.name, "attention");
    expect(record.outcome.reason.message).toMatch(/deleted in Unleashed|no longer/i);
    for (let sweeps = 0; sweeps < 3; sweeps += 1) await world.advance("PT1H");
    await change(world, order, "update", { note: "again" });
    await whenQuiet(world);
    const [synced] = await world.hub.sync(connection, [order.name]);
    expect(synced?.outcome.state).toBe("attention");
    const question = await questionAbout(world, order.name);
    expect((await world.hub.resolve(question.id, "retry", "test")).outcome.state).toBe("attention");
    await world.hub.retry({ cause: record.outcome.reason.code });
    await whenQuiet(world);
    expect(writesOf(calls())).toEqual([]);
    expect(await salesOrdersNamed(world, order.name)).toEqual([deleted]);

    const again = await questionAbout(world, order.name);
    expect((await world.hub.resolve(again.id, "leave-out", "test")).outcome.state).toBe("skipped");
    await world.advance("PT1H");
    expect((await storyOf(world, order.name)).record.outcome.state).toBe("skipped");
    expect(await salesOrdersNamed(world, order.name)).toEqual([deleted]);
  });

  it("is found out when somebody asks for the record before any look", async () => {
    const order = await arrived();
    await staff(order, "delete");
    const [synced] = await world.hub.sync(connection, [order.name]);
    expect(synced?.outcome.state).toBe("attention");
    const { records } = await world.hub.plan(connection, [order.name]);
    expect(records).toMatchObject([{ action: "attention", fields: [] }]);
  });
});

describe("a sales order that staff changed", () => {
  it.each([
    ["comment", { Comments: "Call before delivery" }],
    ["quantity", { Lines: [{ LineNumber: 1, OrderQuantity: 5 }] }],
    ["price", { Lines: [{ LineNumber: 1, UnitPrice: 1 }] }],
    ["status", { OrderStatus: "Placed" }],
    ["address", { DeliveryName: "The depot", DeliveryCity: "Perth" }],
  ])(
    "in its %s is never overwritten, whatever happens in the shop and whoever tries again",
    async (_what, edit) => {
      const order = await arrived();
      await staff(order, "edit", edit);
      const before = await theSalesOrder(world, order.name);
      const calls = watchCalls(world, "unleashed");
      await change(world, order, "update", { note: "Ring twice", tags: ["vip"] });
      await change(world, order, "fulfil");
      await whenQuiet(world);
      const [synced] = await world.hub.sync(connection, [order.name]);
      expect(synced?.outcome.state).toBe("unchanged");
      await world.hub.retry({});
      await world.advance("PT1H");
      await whenQuiet(world);
      expect(writesOf(calls())).toEqual([]);
      expect(await theSalesOrder(world, order.name)).toEqual(before);
    },
  );

  it("between a write whose answer was lost and the retry is left as staff made it, and a person is asked", async () => {
    world.faults("unleashed", {
      operations: {
        "POST /SalesOrders/{guid}": { answerLost: 1, times: 1 },
        "GET /SalesOrders/{guid}": { http500: 1 },
      },
    });
    const order = await world.place({
      lines: [{ sku: "MUG-STONE", quantity: 2 }],
      customer: null,
      email: null,
    });
    await world.standing(order.name, "failed");
    await staff(order, "edit", { Lines: [{ LineNumber: 1, OrderQuantity: 5 }], Comments: "For the fair" });
    const before = await theSalesOrder(world, order.name);
    world.faults("unleashed", {});
    const calls = watchCalls(world, "unleashed");
    await world.hub.retry({});
    const record = await world.standing(order.name, "attention");
    expect(record.outcome.reason.code).toBe("SALES_ORDER_DIFFERS");
    await whenQuiet(world);
    expect(writesOf(calls())).toEqual([]);
    expect(await salesOrdersNamed(world, order.name)).toEqual([before]);
    const question = await questionAbout(world, order.name);
    const use = question.attention.choices.find(({ choice }) => choice.startsWith("use="))?.choice ?? "";
    expect((await world.hub.resolve(question.id, use, "test")).outcome.state).toMatch(/synced|unchanged/);
    expect(await theSalesOrder(world, order.name)).toEqual(before);
  });

  it("that is completed and shipped stays as it is when the order is refunded", async () => {
    const order = await arrived();
    await staff(order, "complete");
    const before = await theSalesOrder(world, order.name);
    await change(world, order, "refund", {});
    await world.standing(order.name, "attention");
    expect(await theSalesOrder(world, order.name)).toEqual(before);
  });
});

describe("a number that something else has taken in Unleashed", () => {
  /** Another integration makes a sales order with the number that the next order of the shop will have. */
  async function taken(over: Readonly<Record<string, unknown>>): Promise<{ name: string; guid: string }> {
    const calls = watchCalls(world, "unleashed");
    const { name: last } = await arrived();
    const name = `#${Number(last.slice(1)) + 1}`;
    const [posted] = writesOf(calls()).filter(({ operation }) => operation.includes("SalesOrders"));
    const guid = randomUUID();
    const body = {
      ...(JSON.parse(posted?.body ?? "") as object),
      Guid: guid,
      OrderNumber: name,
      CustomerRef: name,
      SourceId: "other",
      ...over,
    };
    const answer = await fetch(`${world.host.url}/unleashed/SalesOrders/${guid}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        "api-auth-id": "test-api-id",
        "api-auth-signature": signQuery("", "test-api-key"),
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return { name, guid };
  }
  const next = () => world.place({ lines: [{ sku: "MUG-STONE", quantity: 2 }], customer: null, email: null });

  it.each([
    ["it is the same", "use", 1],
    ["to make a second one", "create", 2],
    ["to leave it out", "leave-out", 1],
  ])("is asked about; nothing is made until somebody says %s", async (_what, wanted, count) => {
    const { name, guid } = await taken({ CustomerRef: "by hand" });
    await world.control("/unleashed/settings", { refuseDuplicateOrderNumber: false });
    const calls = watchCalls(world, "unleashed");
    const order = await next();
    expect(order.name).toBe(name);
    const record = await world.standing(name, "attention");
    expect(record.outcome.reason.code).toBe("ORDER_NUMBER_TAKEN");
    const before = await theSalesOrder(world, name);
    expect(writesOf(calls())).toEqual([]);
    const question = await questionAbout(world, name);
    await world.hub.resolve(question.id, wanted === "use" ? `use=${guid}` : wanted, "test");
    await whenQuiet(world);
    const documents = await salesOrdersNamed(world, name);
    expect(documents).toHaveLength(count);
    expect(documents.find(({ Guid }) => Guid === guid)).toEqual(before);
    if (wanted === "use") expect((await storyOf(world, name)).record.link?.externalId).toBe(guid);
  });

  it("leaves the record failed, with the account's own words, where the account takes no number twice", async () => {
    await world.control("/unleashed/settings", { refuseDuplicateOrderNumber: true });
    const { name, guid } = await taken({ CustomerRef: "by hand" });
    await next();
    const question = await questionAbout(world, name);
    const settled = await world.hub.resolve(question.id, "create", "test");
    expect(settled.outcome).toMatchObject({
      state: "failed",
      reason: { code: "UNLEASHED_REJECTED" },
      retryAt: null,
    });
    expect(settled.outcome.reason.message).toContain("already in use");
    expect((await salesOrdersNamed(world, name)).map(({ Guid }) => Guid)).toEqual([guid]);
  });

  it("is linked as it is when reference, currency and total agree, as the settings say", async () => {
    const { name, guid } = await taken({});
    const before = await theSalesOrder(world, name);
    const calls = watchCalls(world, "unleashed");
    await next();
    const record = await world.standing(name, "synced");
    expect(record.outcome.reason.code).toBe("NUMBER_AND_TOTAL_AGREE");
    expect(record.link?.externalId).toBe(guid);
    await whenQuiet(world);
    expect(writesOf(calls())).toEqual([]);
    expect(await theSalesOrder(world, name)).toEqual(before);
  });
});
