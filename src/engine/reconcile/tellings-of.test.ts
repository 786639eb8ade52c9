import { describe, expect, it } from "vitest";
import type { Interpretation } from "#connectors/kit/source-system.ts";
import { buildOrder } from "#test/support/order-builder.ts";
import { tellingsOf } from "./tellings-of.ts";

const delivery = {
  id: 7,
  topic: "orders/paid",
  apiVersion: null,
  triggeredAt: null,
  receivedAt: "2026-03-01T00:00:00.000Z",
  body: "{}",
};

function told(filedUnder: string, tells: Interpretation) {
  const connector = { interpret: () => tells };
  const key = { kind: "orders", id: filedUnder } as const;
  return tellingsOf(connector, { key, deliveries: [delivery] })[0]?.tells;
}

describe("what a delivery tells", () => {
  const record = buildOrder({ id: "5" });
  const tells: Interpretation = { says: "record", record, complete: true, withheld: false, alongside: [] };

  it("is used for the record that it is filed under, and for no other", () => {
    expect(told("5", tells)).toBe(tells);
    expect(told("6", tells)).toMatchObject({ says: "unreadable", reason: { code: "NAMES_ANOTHER_RECORD" } });
  });

  it("is a hint, whatever it names, when it carries no record", () => {
    const hint: Interpretation = { says: "changed", key: { kind: "orders", id: "5" } };
    expect(told("6", hint)).toBe(hint);
  });
});
