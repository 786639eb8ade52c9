import fc from "fast-check";
import type { WireAddress } from "#connectors/unleashed/schema.ts";
import { customerSettings, ownership } from "#connectors/unleashed/settings/customer-settings.ts";
import type { Address } from "#domain/address.ts";
import type { Customer } from "#domain/customer/customer.ts";
import type { Knowable } from "#domain/knowable.ts";

const words = fc.constantFrom(
  "one",
  "two",
  "One",
  " two ",
  "t w o",
  "Zoë",
  "山田",
  "a\r\nb",
  'O’Neil "x" <y>',
  "",
);
const emptyOr = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 4 });

/** A value, nothing (null), or not a word (undefined). */
const knowable = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Knowable<Value>> =>
  fc.option(emptyOr(value), { nil: undefined, freq: 5 });

const address: fc.Arbitrary<Address> = fc.record({
  firstName: knowable(words),
  lastName: knowable(words),
  company: emptyOr(words),
  address1: knowable(fc.constantFrom("1 High Street", "2 Low Road", " 2  Low Road ")),
  address2: emptyOr(words),
  city: emptyOr(fc.constantFrom("Newtown", "Oldtown")),
  province: emptyOr(fc.constantFrom("New South Wales", "Victoria")),
  provinceCode: emptyOr(fc.constantFrom("NSW", "VIC")),
  zip: emptyOr(fc.constantFrom("2042", "3000")),
  country: fc.constantFrom("Australia", "New Zealand"),
  countryCode: fc.constantFrom("AU", "NZ"),
  phone: knowable(fc.constantFrom("+61255501234", "02 5550 1234")),
});

/** What a shop may say of one and the same buyer, each part known, empty or withheld. */
export const arbitraryCustomer: fc.Arbitrary<Customer> = fc.record({
  kind: fc.constant("customers"),
  id: fc.constant("207119551"),
  origin: fc.constant("customer"),
  updatedAt: fc.constant("2026-01-01T00:00:00.000Z"),
  firstName: knowable(words),
  lastName: knowable(words),
  companyName: emptyOr(fc.constantFrom("Acme", "Acme  Ltd")),
  externalId: fc.constant(null),
  email: knowable(fc.constantFrom("jane@customer.example", "Jane@Customer.example", "doe@customer.example")),
  phone: knowable(fc.constantFrom("+61255501234", " 02 5550 1234")),
  note: knowable(words),
  tags: fc.constant(undefined),
  taxExempt: fc.option(fc.boolean(), { nil: undefined }),
  billingAddress: knowable(address),
  shippingAddress: knowable(address),
});

const blankable = fc.option(words, { nil: null });

/** An address as staff may have left it. */
export const arbitraryWireAddress: fc.Arbitrary<WireAddress> = fc.record({
  AddressType: fc.constantFrom("Postal", "Physical", "Shipping"),
  AddressName: blankable,
  StreetAddress: fc.constantFrom("1 High Street", "2 Low Road", "3 Side Lane", null),
  StreetAddress2: blankable,
  Suburb: blankable,
  City: fc.constantFrom("Newtown", "Oldtown", null),
  Region: blankable,
  Country: blankable,
  PostalCode: fc.constantFrom("2042", "3000", null),
  IsDefault: fc.boolean(),
  DeliveryInstruction: blankable,
});

/** Fields of a customer of Unleashed as staff may have left them, ours and others, in any state of order. */
export const arbitraryStaffFields = fc.record({
  CustomerName: fc.constantFrom("one", "Staff & Sons"),
  ContactFirstName: blankable,
  ContactLastName: blankable,
  Email: fc.constantFrom("jane@customer.example", "JANE@customer.example ", "office@staff.example", null, ""),
  PhoneNumber: blankable,
  MobileNumber: blankable,
  Notes: blankable,
  Taxable: fc.boolean(),
  TaxCode: fc.constantFrom("G.S.T.", null),
  StopCredit: fc.boolean(),
  DiscountRate: fc.constantFrom(0, 0.1),
  SalesPerson: fc.constantFrom(null, { Guid: "p", FullName: "Sam", Email: "s@x.example", Obsolete: false }),
  Addresses: fc.array(arbitraryWireAddress, { maxLength: 4 }),
});

export const unitNames = Object.keys(
  customerSettings.parse({}).fields,
) as (keyof typeof customerSettings._output.fields)[];

/** The group `customers` of the settings: any rule for any field, any way of placing addresses. */
export const arbitraryCustomerRules = fc.record({
  fields: fc.record(
    Object.fromEntries(unitNames.map((name) => [name, fc.constantFrom(...ownership.options)])),
  ),
  addresses: fc.record({
    postal: fc.constantFrom("billing", "shipping", "none"),
    physical: fc.constantFrom("billing", "shipping", "none"),
    shipping: fc.constantFrom("billing", "shipping", "none"),
    cityGoesTo: fc.constantFrom("city", "suburb", "both"),
    region: fc.constantFrom("name", "code"),
    country: fc.constantFrom("name", "code"),
  }),
  taxCodes: fc.constantFrom({}, { taxable: "G.S.T.", exempt: "NONE" }),
});
