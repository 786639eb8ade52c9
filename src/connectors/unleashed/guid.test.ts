import fc from "fast-check";
import { expect, it } from "vitest";
import { deriveGuid, normalGuid, noGuid } from "./guid.ts";

it("derives a version 5 GUID in lower case that never changes", () => {
  // Written down once: sales orders in live accounts hang on it.
  expect(deriveGuid("acme.myshopify.com", "orders", "450789469")).toBe(
    "24bd1dab-4097-547b-9f3a-4d387d2ba351",
  );
  expect(deriveGuid("ACME.myshopify.com", "orders", "450789469")).toBe(
    deriveGuid("acme.myshopify.com", "orders", "450789469"),
  );
  fc.assert(
    fc.property(fc.string(), fc.string(), (kind, id) => {
      expect(deriveGuid("acme.myshopify.com", kind, id)).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    }),
  );
});

it("differs by store, kind and id", () => {
  const guids = [
    deriveGuid("acme.myshopify.com", "orders", "1"),
    deriveGuid("acme.myshopify.com", "orders", "11"),
    deriveGuid("acme.myshopify.com", "customers", "1"),
    deriveGuid("other.myshopify.com", "orders", "1"),
    deriveGuid("acme.myshopify.com", "orders", "1", "line"),
  ];
  expect(new Set(guids).size).toBe(guids.length);
});

it("takes all zeros for none", () => {
  expect([noGuid, "", null, undefined].map((guid) => normalGuid(guid))).toEqual([null, null, null, null]);
  expect(normalGuid("6F1D8C0E-5B7A-4F5C-A3F2-C0D9E4B81A57")).toBe("6f1d8c0e-5b7a-4f5c-a3f2-c0d9e4b81a57");
});
