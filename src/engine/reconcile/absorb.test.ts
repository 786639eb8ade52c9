import { describe, expect, it } from "vitest";
import type { Interpretation } from "#connectors/kit/source-system.ts";
import type { Customer } from "#domain/customer/customer.ts";
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

function body(id: number, record: Customer, complete = true): ToldDelivery {
  const tells: Interpretation = { says: "record", record, complete, withheld: false, alongside: [] };
  return { id, topic: "customers/update", tells };
}
const hint: ToldDelivery = {
  id: 9,
  topic: "customers/update",
  tells: { says: "changed", key: { kind: "customers", id: "1" } },
};

function mirror(record: Customer): MirrorRow {
  return { record, confirmed: true, withheld: false, deletedAt: null };
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
      [{ id: 1, topic: "orders/create", tells: { says: "unreadable", reason } }],
      null,
      false,
    );
    expect(absorbed.unreadable).toEqual(reason);
    expect(absorbed.done).toEqual([{ id: 1, outcome: "failed", reason }]);
  });
});
