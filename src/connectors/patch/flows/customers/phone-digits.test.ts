import { describe, expect, it } from "vitest";
import { phoneDigits } from "./phone-digits.ts";

describe("a phone number as Patch keeps it", () => {
  it.each([
    ["+16135551212", null, "16135551212"],
    ["+1 (613) 555-1212", null, "16135551212"],
    ["613-555-1212", "CA", "16135551212"],
    ["1 613 555 1212", "US", "16135551212"],
    ["02 5550 1234", "AU", "61255501234"],
    ["0061 2 5550 1234", "US", "61255501234"],
    ["06 1234 5678", "IT", "390612345678"],
    ["612 345 678", "ES", "34612345678"],
    ["+16135551212 ext. 7", null, "16135551212"],
  ])("%s of %s is %s", (text, country, digits) => {
    expect(phoneDigits(text, country)).toBe(digits);
  });

  it.each([
    ["613-555-1212", null],
    ["12345", "US"],
    ["call me", "US"],
    ["", "US"],
    ["613-555-1212", "XX"],
    ["+1", null],
    ["jane 613-555-1212 or 613-555-1213", "US"],
  ])("%s of %s is none", (text, country) => {
    expect(phoneDigits(text, country)).toBeNull();
  });
});
