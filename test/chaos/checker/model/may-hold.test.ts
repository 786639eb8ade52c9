import { expect, test } from "vitest";
import { mayHold } from "./may-hold.ts";
import type { Sayings } from "./sayings-of-record.ts";
import type { Said, Saying, Unit } from "./sayings.ts";

const nothing: Saying = {
  name: null,
  contact: null,
  email: null,
  phone: null,
  notes: null,
  postal: null,
  shipping: null,
  code: null,
  codeName: "",
};

const said = (unit: Unit, ...values: readonly Said[]): Sayings => ({
  record: "1",
  said: values.map((value) => ({ ...nothing, [unit]: value })),
  isLastBinding: true,
});
const phone = (PhoneNumber: string): Said => ({ PhoneNumber });

test("the shop's last word counts", () => {
  expect(mayHold("phone", [said("phone", phone("1"), phone("2"))], null)).toEqual([phone("2")]);
});

test("a blank wipes nothing", () => {
  expect(mayHold("phone", [said("phone", phone("1"), null)], null)).toEqual([phone("1"), null]);
});

test("what somebody else wrote stands, unless the shop had said the same", () => {
  expect(mayHold("phone", [said("phone", phone("1"), phone("2"))], phone("9"))).toEqual([phone("9")]);
  expect(mayHold("phone", [said("phone", phone("1"), phone("2"))], phone("1"))).toEqual([phone("2")]);
});

test("a note is brought once", () => {
  const notes = ["a", "b"].map((Notes) => ({ Notes }));
  expect(mayHold("notes", [said("notes", null, ...notes)], null)).toEqual(notes);
});

test("half a name is not laid over a whole one", () => {
  const whole = { ContactFirstName: "Ada", ContactLastName: "Byron" };
  const half = { ContactFirstName: null, ContactLastName: "King" };
  expect(mayHold("contact", [said("contact", whole, half)], null)).toEqual([whole, half]);
});

test("of two who are one customer, either may have been heard", () => {
  const both = [said("phone", phone("1")), said("phone", phone("2"))];
  expect(mayHold("phone", both, null)).toEqual([phone("1"), phone("2")]);
});
