import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildOrder } from "#test/support/order-builder.ts";
import type { Order } from "#domain/order/order.ts";
import { SyncError } from "#domain/sync-error.ts";
import { salesOrderGuid } from "./project-order.ts";
import { startOrderAccount, type OrderAccount } from "./test-account-of-orders.ts";

let account: OrderAccount;
beforeAll(async () => {
  account = await startOrderAccount();
});
afterAll(() => account.stop());

let next = 1;
const anOrder = (): Order => {
  const id = next++;
  return buildOrder({ id: String(80_000 + id), over: { name: `#${id}` } });
};

describe("a write whose answer was lost", () => {
  it("is found by its GUID and sent no second time", async () => {
    const order = anOrder();
    const desired = await account.project(order);
    const planned = await account.plan(desired);
    if (planned.action !== "create") throw new Error(planned.action);
    account.setFaults({ seed: 1, answerLost: 1 });
    const lost = await account.flow
      .apply(account.client, planned, desired.guid, null)
      .catch((error: unknown) => error);
    account.setFaults({ seed: 1 });
    expect(lost).toBeInstanceOf(SyncError);
    expect((lost as SyncError).errorClass).toBe("unknown-outcome");
    const before = account.calls().length;
    expect(await account.plan(desired, true)).toMatchObject({
      action: "none",
      externalId: desired.guid,
      adopt: { code: "FOUND_AND_AGREES" },
    });
    expect(account.calls().slice(before)).toEqual(["GET /SalesOrders/{guid}"]);
    expect(account.orders().filter((stored) => stored.OrderNumber === order.name)).toHaveLength(1);
  });

  it("is not overwritten when staff changed the sales order meanwhile", async () => {
    const order = anOrder();
    const { desired } = await account.carry(order);
    account.staff(desired.guid, "edit", {
      Lines: [{ LineNumber: 1, OrderQuantity: 5 }],
      Comments: "for Jane",
    });
    const planned = await account.plan(desired, true);
    if (planned.action !== "attention") throw new Error(planned.action);
    expect(planned.attention.code).toBe("SALES_ORDER_DIFFERS");
    expect(planned.attention.message).toContain("SalesOrderLines[0].OrderQuantity");
    expect(JSON.stringify(planned.attention)).not.toContain("Jane");

    await account.resolve(order, planned.attention, `use=${desired.guid}`);
    const again = await account.project(order);
    expect(await account.plan(again, true)).toMatchObject({
      action: "none",
      adopt: { code: "CHOSEN_BY_PERSON" },
    });
    expect(await account.client.getSalesOrder(desired.guid)).toMatchObject({ SubTotal: 50 });
  });

  it("is found although staff completed it", async () => {
    const { desired } = await account.carry(anOrder());
    account.staff(desired.guid, "complete");
    expect(await account.plan(desired, true)).toMatchObject({ action: "none", externalId: desired.guid });
  });

  it("is met when the order was cancelled before the next try", async () => {
    const order = anOrder();
    const { desired } = await account.carry(order);
    const cancelled: Order = {
      ...order,
      cancelledAt: "2026-03-01T03:00:00.000Z",
      updatedAt: "2026-03-01T03:00:00.000Z",
    };
    const again = await account.project(cancelled);
    const found = await account.find(again, { uncertain: true });
    expect(found).toMatchObject({ verdict: "one", candidate: { externalId: desired.guid } });
    expect(account.flow.reconsider(cancelled, desired, account.settings)).toMatchObject({
      decision: "attention",
      attention: { code: "ORDER_CANCELLED_AFTER_ARRIVAL" },
    });
  });

  it("is not sent after all when it never arrived and the order was cancelled", async () => {
    const again = await account.project({ ...anOrder(), cancelledAt: "2026-03-01T03:00:00.000Z" });
    expect(await account.plan(again, true)).toMatchObject({
      action: "attention",
      attention: { code: "ORDER_CANCELLED" },
    });
  });
});

describe("a sales order that staff deleted", () => {
  it.each(["linked", "not linked"])("is gone and never made again (%s)", async (linked) => {
    const { desired } = await account.carry(anOrder());
    account.staff(desired.guid, "delete");
    const found = await account.find(desired, linked === "linked" ? { externalId: desired.guid } : {});
    expect(found).toMatchObject({ verdict: "gone", evidence: { code: "SALES_ORDER_DELETED" } });
  });

  it("is gone when nothing is left of it", async () => {
    const desired = await account.project(anOrder());
    const externalId = salesOrderGuid("elsewhere", "1");
    expect(await account.find(desired, { externalId })).toMatchObject({ verdict: "gone" });
  });
});

describe("a number that something else has taken", () => {
  const foreign = async (order: Order, changes: object = {}): Promise<string> => {
    const { body } = await account.project(order);
    if (body === null) throw new Error("nothing is sent");
    const guid = salesOrderGuid("another.integration", order.id);
    const { SourceId: _id, ...rest } = body;
    await account.client.postSalesOrder(guid, { ...rest, Guid: guid, ...changes });
    return guid;
  };

  it("is linked as it is when reference, currency and total agree", async () => {
    const order = anOrder();
    const guid = await foreign(order, { Comments: "made by another" });
    expect(await account.plan(await account.project(order))).toMatchObject({
      action: "none",
      externalId: guid,
      adopt: { code: "NUMBER_AND_TOTAL_AGREE" },
    });
  });

  it.each([
    ["another reference", { CustomerRef: "walk-in" }],
    ["no reference", { CustomerRef: null }],
    ["another currency", { Currency: { CurrencyCode: "NZD" } }],
  ])("is asked about with %s", async (_what, changes) => {
    const order = anOrder();
    await foreign(order, changes);
    const planned = await account.plan(await account.project(order));
    expect(planned).toMatchObject({ action: "attention", attention: { code: "ORDER_NUMBER_TAKEN" } });
  });

  it("is linked when a person says so", async () => {
    const order = anOrder();
    const guid = await foreign(order, { CustomerRef: null });
    const planned = await account.plan(await account.project(order));
    if (planned.action !== "attention") throw new Error(planned.action);
    await account.resolve(order, planned.attention, `use=${guid}`);
    expect(await account.plan(await account.project(order))).toMatchObject({
      action: "none",
      externalId: guid,
    });
  });

  it("is used a second time when a person says so", async () => {
    const order = anOrder();
    await foreign(order, { CustomerRef: null });
    const planned = await account.plan(await account.project(order));
    if (planned.action !== "attention") throw new Error(planned.action);
    await account.resolve(order, planned.attention, "create");
    account.emulator.set({ refuseDuplicateOrderNumber: false });
    const { stored } = await account.carry(order);
    account.emulator.set({ refuseDuplicateOrderNumber: true });
    expect(stored.OrderNumber).toBe(order.name);
  });

  it("is asked about when the other one was deleted", async () => {
    const order = anOrder();
    const guid = await foreign(order);
    account.staff(guid, "delete");
    const planned = await account.plan(await account.project(order));
    if (planned.action !== "attention") throw new Error(planned.action);
    expect(planned.attention.choices.map(({ choice }) => choice)).toEqual(["create", "leave-out", "retry"]);
  });
});
