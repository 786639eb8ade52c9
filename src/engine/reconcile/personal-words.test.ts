import { describe, expect, it } from "vitest";
import { buildOrder } from "#test/support/order-builder.ts";
import type { Customer } from "#domain/customer/customer.ts";
import { withoutPersonalWords } from "./personal-words.ts";

const ida: Customer = {
  kind: "customers",
  id: "1",
  origin: "customer",
  updatedAt: null,
  firstName: "Ida",
  lastName: "Will",
  companyName: null,
  externalId: null,
  email: "ida@mail.example",
  phone: "+61 2 5550 1234",
  note: null,
  tags: [],
  taxExempt: false,
  billingAddress: null,
  shippingAddress: undefined,
};
const failed = (message: string) => ({
  state: "failed" as const,
  reason: { code: "REFUSED", message },
  retryAt: null,
});
const said = (message: string, record: Parameters<typeof withoutPersonalWords>[1]) =>
  withoutPersonalWords(failed(message), record).reason.message;

describe("a message about a record", () => {
  it("loses the names, e-mails and numbers of its people, wherever the other side put them", () => {
    expect(said("Customer Ida Will (ida@mail.example, +61 2 5550 1234) is on hold.", ida)).toBe(
      "Customer … … (…, …) is on hold.",
    );
    const order = buildOrder({ over: { customer: ida } });
    expect(said("Ida Will cannot buy; Idaho and goodwill may.", order)).toBe(
      "… … cannot buy; Idaho and goodwill may.",
    );
  });

  it("is left alone where nothing of the kind is in it, and where a name is only a word", () => {
    const outcome = failed("It will be tried again.");
    expect(withoutPersonalWords(outcome, ida)).toBe(outcome);
    expect(withoutPersonalWords(outcome, null)).toBe(outcome);
  });

  it("may hold what means something else elsewhere", () => {
    const odd = { ...ida, firstName: "$& (a|b)*", lastName: "\\" };
    expect(said("Buyer $& (a|b)* \\ is unknown.", odd)).toBe("Buyer … \\ is unknown.");
  });
});
