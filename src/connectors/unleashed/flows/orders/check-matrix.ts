import { expect, it } from "vitest";
import { buildOrder, type OrderInput } from "#test/support/order-builder.ts";
import { projectOrder } from "./project-order.ts";
import { made, shown, testFacts, testSettings, type TestAccount } from "./test-facts.ts";

/** One kind of order and what becomes of it: lines and sums to the cent, or a question, with the gap when sums do not agree. */
export interface MoneyCase {
  readonly order: OrderInput;
  readonly settings?: object;
  readonly account?: TestAccount;
  readonly decisions?: Readonly<Record<string, string>>;
  readonly lines?: readonly string[];
  readonly sums?: string;
  /** Code of the attention. */
  readonly asks?: string;
  readonly gap?: string;
}

/** A test for each case. A document has to be the very one; a question about sums has to show its arithmetic. */
export function checkMatrix(matrix: Readonly<Record<string, MoneyCase>>): void {
  it.each(Object.entries(matrix))("%s", (_name, wanted) => {
    const order = buildOrder(wanted.order);
    const facts = testFacts(wanted.account, wanted.decisions);
    const settings = testSettings(wanted.settings);
    if (wanted.asks === undefined) {
      const desired = made(order, facts, settings);
      expect(shown(desired, order.currency)).toEqual({ lines: wanted.lines, sums: wanted.sums });
      return;
    }
    const projection = projectOrder(order, facts, settings);
    expect(projection.made ? "made" : projection.attention.code).toBe(wanted.asks);
    if (projection.made) return;
    const { detail, message, choices } = projection.attention;
    expect(message).not.toBe("");
    expect(choices.map(({ choice }) => choice)).toContain("leave-out");
    if (wanted.gap === undefined) return;
    expect(detail?.["gap"]).toBe(wanted.gap);
    expect(detail).toMatchObject({
      lines: order.lines
        .filter((line) => line.currentQuantity > 0)
        .map((line) => expect.objectContaining({ what: line.title, net: expect.any(String) })),
      wanted: { steps: [{ what: expect.any(String), amount: expect.any(String) }] },
    });
  });
}
