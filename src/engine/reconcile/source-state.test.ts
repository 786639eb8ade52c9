import { describe, expect, it } from "vitest";
import type { Order } from "#domain/order/order.ts";
import type { KeySnapshot } from "../ports/engine-store.ts";
import { absorb } from "./absorb.ts";
import { sourceState } from "./source-state.ts";

const record = {
  kind: "orders",
  id: "1",
  name: "#1001",
  createdAt: "2026-01-05T00:00:00.000Z",
  updatedAt: "2026-01-05T00:00:00.000Z",
} as Order;

function snapshotOf(confirmed: boolean): KeySnapshot {
  return {
    key: { kind: "orders", id: "1" },
    fence: 1,
    deliveries: [],
    mirror: { record, confirmed, withheld: false, version: "1", deletedAt: null },
    link: null,
    intent: null,
    attempts: 0,
    firstFailedAt: null,
    outcome: null,
    lookAgain: true,
    choice: null,
  };
}

const nothingNew = absorb([], null, false);
const stateOf = (confirmed: boolean, hiddenBefore?: string) =>
  sourceState(snapshotOf(confirmed), nothingNew, {
    state: "absent",
    ...(hiddenBefore === undefined ? {} : { hiddenBefore }),
  }).source.state;

describe("a record that the shop does not answer with", () => {
  it("was deleted when the shop once confirmed it", () => {
    expect(stateOf(true)).toBe("deleted");
    expect(stateOf(false)).toBe("known");
  });

  it("was not deleted when the shop hides records of its age from us", () => {
    expect(stateOf(true, "2026-01-10T00:00:00.000Z")).toBe("known");
    expect(stateOf(true, "2026-01-01T00:00:00.000Z")).toBe("deleted");
  });
});
