import { describe, expect, it } from "vitest";
import { toyCustomer } from "#test/support/toy-connectors.ts";
import { layMentioned } from "./lay-mentioned.ts";

const [first, second] = ["2026-01-02T03:04:05Z", "2026-01-02T03:04:06Z"];
const customer = (phone: string | null | undefined, updatedAt = first) => ({
  ...toyCustomer("7", "Ana", updatedAt),
  phone,
});

describe("a record that something about another one mentions", () => {
  it("is news when nothing is known of it, or what is known is older", () => {
    expect(layMentioned(null, { record: customer("1"), inBody: true })).toEqual(customer("1"));
    expect(layMentioned(customer("1"), { record: customer("2", second), inBody: true })).toEqual(
      customer("2", second),
    );
    expect(layMentioned(customer("1", second), { record: customer("2"), inBody: false })).toBeNull();
    expect(layMentioned(customer("1"), { record: customer("1", second), inBody: true })).toBeNull();
  });

  it("of the same second counts when the shop tells of it now, and not from a body that may be the earlier one", () => {
    expect(layMentioned(customer("1"), { record: customer(null), inBody: false })).toEqual(customer(null));
    expect(layMentioned(customer("1"), { record: customer(null), inBody: true })).toBeNull();
    expect(layMentioned(customer(undefined), { record: customer("2"), inBody: true })).toEqual(customer("2"));
  });
});
