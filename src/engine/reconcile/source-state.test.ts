import { describe, expect, it } from "vitest";
import type { Order } from "#domain/order/order.ts";
import type { KeySnapshot } from "../ports/engine-store.ts";
import { absorb, type ToldDelivery } from "./absorb.ts";
import { asksFirst, sourceState } from "./source-state.ts";
import { settledState } from "./settle.ts";
import { deletedInShop } from "./story-lines.ts";

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
    live: false,
    run: null,
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

const at = (second: number) => ({ ...record, updatedAt: `2026-01-05T00:00:0${second}.000Z` });
const bodyOf = (told: Order, complete = true): ToldDelivery => ({
  id: 1,
  topic: "orders/updated",
  triggeredAt: null,
  tells: { says: "record", record: told, complete, withheld: false, alongside: [] },
});

describe("an answer of the shop that lags behind", () => {
  const lagging = { state: "present", record: at(1), alongside: [] } as const;
  const told = (mirrored: Order, ...bodies: ToldDelivery[]) => {
    const snapshot = snapshotOf(true);
    const mirror = { record: mirrored, confirmed: false, withheld: false, version: "1", deletedAt: null };
    return sourceState({ ...snapshot, mirror }, absorb(bodies, mirror, true), lagging);
  };

  it("does not replace what a whole body or the mirror tells of a later time; the record counts as confirmed", () => {
    for (const result of [told(at(0), bodyOf(at(2))), told(at(2))]) {
      expect(result.source).toMatchObject({ state: "known", record: at(2) });
      expect(result.mirror).toMatchObject([{ origin: "read", record: at(2) }]);
    }
  });

  it("is better than a body that was cut", () => {
    expect(told(at(0), bodyOf(at(2), false)).source).toMatchObject({ record: at(1) });
  });
});

describe("a record that is known to be deleted", () => {
  const mirror = {
    record: at(0),
    confirmed: false,
    withheld: false,
    version: "1",
    deletedAt: "2026-01-06T00:00:00Z",
  };
  const outcome = { state: "skipped", reason: deletedInShop(null) } as const;
  /** The shop could not be asked when a late body came. */
  const failed = settledState({ ...snapshotOf(false), mirror: null, outcome }, null, {
    state: "failed",
    reason: { code: "NO_ANSWER", message: "No answer." },
    retryAt: null,
  });

  it.each([
    ["by the mirror", { ...snapshotOf(false), mirror }],
    ["by how it stands", { ...snapshotOf(false), mirror: null, outcome }],
    ["by how it stands, though a sweep had read it before", { ...snapshotOf(true), outcome }],
    [
      "by what is asked about it, though a sweep had read it before",
      {
        ...snapshotOf(true),
        outcome: {
          state: "attention",
          reason: { code: "GONE", message: "Gone.", choices: [] },
          deleted: true,
        },
      } as const,
    ],
    ["by how it stood before a try that failed", { ...snapshotOf(false), mirror: null, ...failed }],
  ])("%s, is not brought back by a body, but by an answer of the shop", (_how, snapshot) => {
    expect(asksFirst(snapshot)).toBe(true);
    const absorbed = absorb([bodyOf(at(2))], snapshot.mirror, asksFirst(snapshot));
    expect(absorbed.read).toBe(true);
    expect(sourceState(snapshot, absorbed, { state: "absent" }).source.state).toBe("deleted");
    const answer = { state: "present", record: at(2), alongside: [] } as const;
    expect(sourceState(snapshot, absorbed, answer).source.state).toBe("known");
  });
});
