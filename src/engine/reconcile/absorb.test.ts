import { describe, expect, it } from "vitest";
import type { Interpretation } from "#connectors/kit/source-system.ts";
import type { Customer } from "#domain/customer/customer.ts";
import type { Order } from "#domain/order/order.ts";
import { buildOrder } from "#test/support/order-builder.ts";
import type { MirrorRow } from "../ports/engine-store.ts";
import { absorb, type ToldDelivery } from "./absorb.ts";

function customer(updatedAt: string, firstName: string): Customer {
  return {
    kind: "customers",
    id: "1",
    origin: "customer",
    updatedAt,
    firstName,
    lastName: "Blake",
    companyName: null,
    externalId: null,
    email: "blake@example.com",
    phone: null,
    note: undefined,
    tags: undefined,
    taxExempt: false,
    billingAddress: null,
    shippingAddress: null,
  };
}

const early = customer("2026-01-01T00:00:00.000Z", "Ann");
const late = customer("2026-01-01T00:00:09.000Z", "Anna");

function body(
  id: number,
  record: Customer | Order,
  complete = true,
  triggeredAt: string | null = null,
): ToldDelivery {
  const tells: Interpretation = { says: "record", record, complete, withheld: false, alongside: [] };
  return { id, topic: `${record.kind}/update`, triggeredAt, tells };
}
const hint: ToldDelivery = {
  id: 9,
  topic: "customers/update",
  triggeredAt: null,
  tells: { says: "changed", key: { kind: "customers", id: "1" } },
};

function mirror(record: Customer | Order): MirrorRow {
  return { record, confirmed: true, withheld: false, version: "1", deletedAt: null };
}

describe("absorb", () => {
  it("uses the newest whole body, whatever the order of arrival, and asks nobody", () => {
    for (const deliveries of [
      [body(1, early), body(2, late)],
      [body(1, late), body(2, early)],
    ]) {
      const absorbed = absorb(deliveries, null, false);
      expect(absorbed.fresh?.record).toEqual(late);
      expect(absorbed.read).toBe(false);
      expect(absorbed.done).toHaveLength(2);
    }
  });

  it("leaves a body aside that is older than the mirror", () => {
    const absorbed = absorb([body(1, early)], mirror(late), false);
    expect(absorbed.fresh).toBeNull();
    expect(absorbed.read).toBe(false);
    expect(absorbed.done[0]?.outcome).toBe("older than what is known");
  });

  it("knows a repeat by its content", () => {
    const absorbed = absorb([body(1, early)], mirror(early), true);
    expect(absorbed.read).toBe(false);
    expect(absorbed.done[0]?.outcome).toBe("known already");
  });

  it("reads again when two bodies of the same time differ", () => {
    const tie = { ...early, firstName: "Other" };
    expect(absorb([body(1, early), body(2, tie)], null, false).read).toBe(true);
    expect(absorb([body(2, tie)], mirror(early), false).read).toBe(true);
  });

  it("reads again on topics that do not carry the record, and on cut bodies", () => {
    expect(absorb([hint], null, false).read).toBe(true);
    expect(absorb([body(1, early), hint], null, false)).toMatchObject({ read: true, fresh: null });
    expect(absorb([body(1, early, false)], null, false).read).toBe(true);
  });

  it("reads again after a first write, and keeps the body for a store that knows nothing", () => {
    const absorbed = absorb([body(1, late)], mirror(early), true);
    expect(absorbed.read).toBe(true);
    expect(absorbed.fallback?.record).toEqual(late);
  });

  it("passes on what is unreadable with its reason", () => {
    const reason = { code: "NOT_JSON", message: "The body is not JSON." };
    const absorbed = absorb(
      [{ id: 1, topic: "orders/create", triggeredAt: null, tells: { says: "unreadable", reason } }],
      null,
      false,
    );
    expect(absorbed.unreadable).toEqual(reason);
    expect(absorbed.done).toEqual([{ id: 1, outcome: "failed", reason }]);
  });

  describe("for a store that knows nothing of an order", () => {
    const pending = buildOrder({ over: { financialStatus: "PENDING" } });
    const paid = buildOrder();

    it("takes the telling of the same second that came further, whatever the order of arrival", () => {
      for (const deliveries of [
        [body(1, pending), body(2, paid)],
        [body(1, paid), body(2, pending)],
      ])
        expect(absorb(deliveries, null, false).fallback?.record).toBe(paid);
      expect(absorb([body(1, pending)], mirror(paid), true)).toMatchObject({ read: true, fallback: null });
      expect(absorb([body(1, paid)], mirror(pending), false).fallback?.record).toBe(paid);
    });

    it("takes the one that was announced later, where the deliveries say when", () => {
      const [first, second] = ["2026-03-01T02:00:01.100Z", "2026-03-01T02:00:01.900Z"];
      for (const deliveries of [
        [body(1, paid, true, first), body(2, pending, true, second)],
        [body(1, pending, true, second), body(2, paid, true, first)],
      ])
        expect(absorb(deliveries, null, false).fallback?.record).toBe(pending);
    });

    it("never falls back to a cut body that is older than what is known", () => {
      const older = { ...pending, updatedAt: "2026-03-01T01:00:00.000Z" };
      expect(absorb([body(1, older, false)], mirror(paid), false)).toMatchObject({
        read: true,
        fallback: null,
      });
    });
  });
});

describe("of a customer that has become part of another", () => {
  const merged: ToldDelivery = {
    id: 3,
    topic: "customers/merge",
    triggeredAt: null,
    tells: {
      says: "merged",
      gone: { kind: "customers", id: "1" },
      kept: { kind: "customers", id: "2" },
    },
  };

  it("the announcement says that it is gone, and the shop is asked", () => {
    const absorbed = absorb([body(1, early), merged], null, false);
    expect(absorbed).toMatchObject({ toldDeleted: true, read: true, fresh: null });
  });
});
