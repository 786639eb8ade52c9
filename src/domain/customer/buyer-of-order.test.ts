import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Address } from "../address.ts";
import type { Order } from "../order/order.ts";
import { buyerOf, normaliseEmail } from "./buyer-of-order.ts";
import type { Customer } from "./customer.ts";

/** Stands in for SHA-256: 64 digits that depend on the text alone. */
const hash = (text: string) =>
  Array.from(text)
    .map((character) => character.codePointAt(0)?.toString(16) ?? "")
    .join("")
    .padEnd(64, "0")
    .slice(0, 64);

const address: Address = {
  firstName: "Ada",
  lastName: "Byron",
  company: "Engines Ltd",
  address1: "1 Mill Lane",
  address2: null,
  city: "Leeds",
  province: null,
  provinceCode: null,
  zip: "LS1 1AA",
  country: "United Kingdom",
  countryCode: "GB",
  phone: "+441130000000",
};

const customer: Customer = {
  kind: "customers",
  id: "207119551",
  origin: "customer",
  updatedAt: "2026-03-01T10:00:00.000Z",
  firstName: "Ada",
  lastName: "Byron",
  companyName: null,
  externalId: null,
  email: "ada@example.com",
  phone: null,
  note: null,
  tags: undefined,
  taxExempt: false,
  billingAddress: address,
  shippingAddress: address,
};

type Facts = Pick<
  Order,
  "id" | "customer" | "company" | "email" | "phone" | "billingAddress" | "shippingAddress" | "taxExempt"
>;

/** Only what names the buyer; the rest of an order does not matter here. */
function order(facts: Partial<Facts>): Order {
  const whole: Facts = {
    id: "450789469",
    customer: null,
    company: null,
    email: null,
    phone: null,
    billingAddress: null,
    shippingAddress: null,
    taxExempt: false,
    ...facts,
  };
  return whole as Order;
}

const buyer = (facts: Partial<Facts>) => buyerOf(order(facts), hash);

describe("the buyer of an order", () => {
  test("is the customer, as the order tells of it", () => {
    expect(buyer({ customer })).toEqual({ key: { kind: "customers", id: "207119551" }, record: customer });
  });

  test("is the company at its location for B2B, even with a customer who ordered for it", () => {
    expect(buyer({ customer, company: { id: "12", locationId: "34" } })).toEqual({
      key: { kind: "customers", id: "company:12:34" },
      record: null,
    });
  });

  test("is the placeholder when the shop withholds who bought, whatever else is known", () => {
    const { key, record } = buyer({ customer: undefined, email: "ada@example.com", billingAddress: address });
    expect(key.id).toBe("placeholder");
    expect(record?.email).toBeUndefined();
    expect(record?.billingAddress).toBeUndefined();
  });

  test("is a guest by e-mail: one guest for all orders of that e-mail, which is not part of the key", () => {
    const first = buyer({ email: "Ada@Example.com ", billingAddress: address, phone: "+44113111" });
    const second = buyer({ id: "2", email: "ada@example.com", shippingAddress: address });
    expect(first.key).toEqual(second.key);
    expect(first.key.id).toBe(`guest:${hash("ada@example.com").slice(0, 24)}`);
    expect(first.key.id).not.toContain("ada");
    expect(first.record).toMatchObject({
      origin: "guest",
      updatedAt: null,
      firstName: "Ada",
      lastName: "Byron",
      email: "Ada@Example.com ",
      phone: "+44113111",
      billingAddress: address,
      shippingAddress: null,
    });
    expect(second.record).toMatchObject({ firstName: "Ada", phone: "+441130000000" });
  });

  test("is a guest by the order itself when there is no e-mail, or it is withheld", () => {
    expect(buyer({}).key.id).toBe("guest:order:450789469");
    expect(buyer({ email: " " }).key.id).toBe("guest:order:450789469");
    expect(buyer({ email: undefined }).key.id).toBe("guest:order:450789469");
  });

  test("of a guest whose address is withheld has an unknown name, not an empty one", () => {
    const hidden = { ...address, firstName: undefined, lastName: undefined, phone: undefined };
    const { record } = buyer({ email: "ada@example.com", phone: undefined, billingAddress: hidden });
    expect(record?.firstName).toBeUndefined();
    expect(record?.phone).toBeUndefined();
    expect(buyer({ email: "ada@example.com" }).record?.firstName).toBeNull();
  });
});

test("an e-mail has one normal form", () => {
  fc.assert(
    fc.property(fc.emailAddress(), (email) => {
      const normal = normaliseEmail(email);
      expect(normaliseEmail(`\t${email.toUpperCase()} `)).toBe(normaliseEmail(email.toUpperCase()));
      expect(normaliseEmail(normal)).toBe(normal);
    }),
  );
});
