import { describe, expect, it } from "vitest";
import { overlay } from "./knowable.ts";

describe("overlay", () => {
  it("keeps what was known where nothing is known now, and empties what is known to be empty", () => {
    const older: { name: string | null | undefined; note: string | null } = { name: "Ann", note: "x" };
    expect(overlay(older, { name: undefined, note: null })).toEqual({ name: "Ann", note: null });
  });

  it("keeps a withheld name of the same address, and never puts it on another street", () => {
    const older = { address: { name: "Ann", street: "1 High St", country: "AU" } };
    const same = { address: { name: undefined, street: "1 High St", country: "AU" } };
    const other = { address: { name: undefined, street: "9 Low St", country: "AU" } };
    expect(overlay<object>(older, same)).toEqual(older);
    expect(overlay<object>(older, other)).toEqual(other);
  });

  it("does not mix two persons", () => {
    const older = { customer: { id: "1", email: "a@example.com" } };
    const newer = { customer: { id: "2", email: undefined } };
    expect(overlay<object>(older, newer)).toEqual(newer);
  });
});
