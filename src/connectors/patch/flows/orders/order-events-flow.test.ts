import { describe, expect, it } from "vitest";
import type { Facts } from "#connectors/kit/flow.ts";
import type { Order } from "#domain/order/order.ts";
import { buildOrder } from "#test/support/order-builder.ts";
import { patchSettings, type PatchSettings } from "../../settings.ts";
import type { LooseEvent } from "../../wire-shape.ts";
import type { DesiredEvent } from "./desired-event.ts";
import { orderEventsFlow } from "./order-events-flow.ts";

const usual = patchSettings.parse({});
const bought = (over: Partial<Order> = {}): Order => ({
  ...buildOrder({ lines: [{ price: "10.50", quantity: 2 }] }),
  ...over,
});

function desired(
  order: Order,
  {
    settings = usual,
    occasion = "live",
    connectedAt = "2020-01-01T00:00:00.000Z",
    contact = "c1",
  }: {
    settings?: PatchSettings;
    occasion?: "live" | "history";
    connectedAt?: string;
    contact?: string;
  } = {},
): DesiredEvent {
  const facts = { occasion, connectedAt, link: () => ({ externalId: contact, agreed: null }) };
  const projection = orderEventsFlow.project(order, facts as unknown as Facts, settings);
  if (!projection.made) throw new Error(projection.attention.code);
  return projection.desired;
}

const first = (wanted: DesiredEvent, settings = usual): DesiredEvent => {
  const plan = orderEventsFlow.plan(wanted, null, null, settings);
  if (plan.action !== "create") throw new Error(plan.action);
  return plan.desired;
};
const eventOf = (told: DesiredEvent): LooseEvent => ({
  _id: "e1",
  event: "order.finished",
  contact_id: told.contactId,
  data: told.data,
});
const next = (wanted: DesiredEvent, told: DesiredEvent, settings = usual) =>
  orderEventsFlow.plan(wanted, { externalId: "e1", snapshot: eventOf(told) }, told, settings);

describe("an order that is new", () => {
  it("is told once, aloud, with its points", () => {
    const told = first(desired(bought()));
    expect(told.manner).toEqual({ silent: false, skipLoyalty: false });
    expect(told.standing).toEqual({ points: 23, byHand: 0 });
    expect(told.data).toMatchObject({ total_price: "23.10", line_items: [{ quantity: 2, total: "21.00" }] });
    expect(next(desired(bought()), told)).toMatchObject({ action: "none" });
  });

  it("is told silently and without points when it is history, or was placed before the connection was made", () => {
    const silent = { silent: true, skipLoyalty: true };
    expect(first(desired(bought(), { occasion: "history" })).manner).toEqual(silent);
    const old = first(desired(bought(), { connectedAt: "2999-01-01T00:00:00.000Z" }));
    expect(old).toMatchObject({ manner: silent, standing: { points: null } });
  });

  it.each([
    ["is not paid", { financialStatus: "PENDING" }, "ORDER_NOT_PAID"],
    ["is a test", { test: true }, "TEST_ORDER"],
    ["nobody can be told of", { customer: undefined }, "ORDER_WITHOUT_CONTACT"],
  ] as const)("that %s is left out", (_, over, code) => {
    expect(orderEventsFlow.accept(bought(over), usual)).toMatchObject({ accepted: false, reason: { code } });
  });

  it("is taken unpaid where all are wanted, and left out when it is older than wanted", () => {
    const all = patchSettings.parse({ orderEvents: { orders: "all" } });
    expect(orderEventsFlow.accept(bought({ financialStatus: "PENDING" }), all).accepted).toBe(true);
    const from = patchSettings.parse({ orderEvents: { from: "2999-01-01" } });
    expect(orderEventsFlow.accept(bought(), from)).toMatchObject({ reason: { code: "ORDER_BEFORE_START" } });
  });
});

describe("an order that changes", () => {
  it("is told again with what it is worth now, and the points follow", () => {
    const told = first(desired(bought()));
    const cancelled = bought({ cancelledAt: "2026-03-02T00:00:00.000Z" });
    expect(orderEventsFlow.reconsider(cancelled, told, usual).decision).toBe("plan");
    expect(next(desired(cancelled), told)).toMatchObject({
      action: "update",
      desired: { data: { total_price: "0.00", cancelled: true }, standing: { points: 0 } },
    });
  });

  it("never moves points of an order that was carried over as history", () => {
    const told = first(desired(bought(), { occasion: "history" }));
    expect(next(desired(bought({ cancelledAt: "2026-03-02T00:00:00.000Z" })), told)).toMatchObject({
      action: "update",
      desired: { manner: { silent: false, skipLoyalty: true }, standing: { points: null } },
    });
  });

  it("says what a person has to change where no event moves points", () => {
    const settings = patchSettings.parse({ loyalty: { writes: "by-hand" } });
    const plan = orderEventsFlow.plan(desired(bought(), { settings }), null, null, settings);
    expect(plan).toMatchObject({
      action: "create",
      desired: { manner: { skipLoyalty: true }, standing: { byHand: 23 } },
    });
    expect(JSON.stringify(plan)).toContain("by hand");
  });

  it("whose answer was lost has moved its points: they are not moved again", () => {
    const told = first(desired(bought()));
    const cancelled = desired(bought({ cancelledAt: "2026-03-02T00:00:00.000Z" }));
    const plan = orderEventsFlow.plan(
      cancelled,
      { externalId: "e2", snapshot: eventOf(cancelled) },
      told,
      usual,
    );
    expect(plan).toMatchObject({ action: "none", externalId: "e2", desired: { standing: { points: 0 } } });
  });

  it("without a change in what is told costs nothing", () => {
    const told = first(desired(bought()));
    expect(orderEventsFlow.reconsider(bought({ note: "Ring twice" }), told, usual).decision).toBe(
      "unchanged",
    );
  });
});

it("an event that something else made is taken as it is when it says the same, and its points are left alone", () => {
  const wanted = desired(bought());
  const plan = orderEventsFlow.plan(wanted, { externalId: "e9", snapshot: eventOf(wanted) }, null, usual);
  expect(plan).toMatchObject({ action: "none", adopt: { code: "EVENT_ADOPTED" } });
  expect(orderEventsFlow.verify(wanted, eventOf({ ...wanted, contactId: "c2" }))).toMatchObject([
    { path: "contact_id", from: "c2", to: "c1" },
  ]);
});

it("that was deleted is a question only where its buyer keeps points of it", () => {
  const told = first(desired(bought()));
  expect(orderEventsFlow.deletedInShop?.(told, null)).toMatchObject({
    code: "POINTS_OF_DELETED_ORDER",
    message: expect.stringContaining("keeps 23 points") as string,
  });
  const old = first(desired(bought(), { occasion: "history" }));
  expect(orderEventsFlow.deletedInShop?.(old, null)).toBe(null);
});

it("an event that says more than was sent, deep inside too, says what it should", () => {
  const told = first(desired(bought()));
  const lines = (told.data["line_items"] as readonly object[]).map((line) => ({
    ...line,
    added: { later: 1 },
  }));
  const event: LooseEvent = { ...eventOf(told), data: { ...told.data, line_items: lines } };
  expect(orderEventsFlow.verify(told, event)).toEqual([]);
  expect(
    orderEventsFlow.verify(told, { ...event, data: { ...event.data, line_items: lines.slice(1) } }),
  ).toHaveLength(1);
});

it("taken as it is by a person keeps what its events did to points, so that a refund still takes them back", () => {
  const told = first(desired(bought()));
  const accepted = orderEventsFlow.accepted?.(desired(bought({ note: "Ring twice" })), told, usual);
  expect(accepted?.standing).toEqual({ points: 23, byHand: 0 });
  expect(next(desired(bought({ cancelledAt: "2026-03-02T00:00:00.000Z" })), accepted ?? told)).toMatchObject({
    desired: { manner: { skipLoyalty: false }, standing: { points: 0 } },
  });
});
