import { describe, expect, it } from "vitest";
import { buildOrder } from "#test/support/order-builder.ts";
import type { Order } from "#domain/order/order.ts";
import { acceptOrder } from "./accept-order.ts";
import { testSettings } from "./test-facts.ts";

const verdict = (over: Partial<Order>, accept: object = {}): string => {
  const answer = acceptOrder(buildOrder({ over }), testSettings({ accept }).orders);
  if (answer.accepted) return "accepted";
  expect(answer.reason.message).toMatch(/\.$/);
  return answer.reason.code;
};

describe("which orders are wanted", () => {
  it.each([
    ["PAID", "accepted"],
    ["PARTIALLY_REFUNDED", "accepted"],
    ["REFUNDED", "ORDER_REFUNDED"],
    ["VOIDED", "ORDER_VOIDED"],
    ["PENDING", "ORDER_NOT_PAID"],
    ["AUTHORIZED", "ORDER_NOT_PAID"],
    ["PARTIALLY_PAID", "ORDER_NOT_PAID"],
    ["EXPIRED", "ORDER_NOT_PAID"],
    ["SOMETHING_NEW", "ORDER_NOT_PAID"],
    [null, "ORDER_NOT_PAID"],
  ])("%s: %s", (financialStatus, wanted) => expect(verdict({ financialStatus })).toBe(wanted));

  it("not those that were cancelled before they arrived, whatever was paid", () =>
    expect(verdict({ cancelledAt: "2026-03-01T00:00:00.000Z" })).toBe("ORDER_CANCELLED"));

  it("test orders only by setting", () => {
    expect(verdict({ test: true })).toBe("TEST_ORDER");
    expect(verdict({ test: true }, { testOrders: true })).toBe("accepted");
  });

  const pos: Partial<Order> = { sourceName: "pos", locationId: "55", tags: ["Wholesale", "vip"] };
  it.each([
    [{ tags: { in: ["WHOLESALE"] } }, "accepted"],
    [{ tags: { in: ["retail"] } }, "ORDER_TAG_NOT_INCLUDED"],
    [{ tags: { in: ["vip"], out: ["wholesale"] } }, "ORDER_TAG_EXCLUDED"],
    [{ sources: { in: ["web", "POS"] } }, "accepted"],
    [{ sources: { in: ["web"] } }, "ORDER_SOURCE_NOT_INCLUDED"],
    [{ sources: { out: ["pos"] } }, "ORDER_SOURCE_EXCLUDED"],
    [{ locations: { in: ["55", "none"] } }, "accepted"],
    [{ locations: { in: ["56"] } }, "ORDER_LOCATION_NOT_INCLUDED"],
    [{ locations: { out: ["55"] } }, "ORDER_LOCATION_EXCLUDED"],
    [{ from: "2026-03-01" }, "accepted"],
    [{ from: "2026-03-01T13:00:00+11:00" }, "ORDER_BEFORE_START"],
    [{ from: "2026-03-02" }, "ORDER_BEFORE_START"],
  ])("by the filters %j: %s", (accept, wanted) => expect(verdict(pos, accept)).toBe(wanted));

  it("counts web orders as without a location", () => {
    expect(verdict({}, { locations: { in: ["55"] } })).toBe("ORDER_LOCATION_NOT_INCLUDED");
    expect(verdict({}, { locations: { in: ["none"] } })).toBe("accepted");
  });
});
