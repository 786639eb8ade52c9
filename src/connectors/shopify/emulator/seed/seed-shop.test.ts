import { describe, expect, it } from "vitest";
import { testShop } from "../controls/test-shop.ts";
import { usualCatalogue } from "./usual-catalogue.ts";

describe("the usual catalogue", () => {
  it("fills a shop with what makes syncing hard", () => {
    const { shop } = testShop();
    const variants = [...shop.data.variants.values()];
    const uses = new Map<string | null, number>();
    for (const { sku } of variants) uses.set(sku, (uses.get(sku) ?? 0) + 1);
    expect([...uses].filter(([sku, count]) => sku === null || count > 1)).toEqual([
      ["TOTE-01", 2],
      [null, 1],
    ]);
    expect([...shop.data.products.values()].filter(({ isGiftCard }) => isGiftCard)).toHaveLength(1);
    expect(shop.data.locations.size).toBe(2);
    const countries = [...shop.data.customers.values()].flatMap(({ addresses }) =>
      addresses.map(({ countryCode }) => countryCode),
    );
    expect(new Set(countries).size).toBe(9);
    for (const customer of shop.data.customers.values())
      for (const address of customer.addresses) expect(address.country).not.toBeNull();
  });

  it("gives the same ids for the same seed, and others for another", () => {
    const ids = (seed: number) => [...testShop({ seed }).shop.data.customers.keys()];
    expect(ids(3)).toEqual(ids(3));
    expect(ids(3)).not.toEqual(ids(4));
    expect(new Set(ids(3)).size).toBe(usualCatalogue.customers.length + 4);
  });

  it("is older than the shop's first order, and tells nobody", () => {
    const { shop, sender } = testShop();
    const newest = Math.max(...[...shop.data.customers.values()].map(({ updatedAt }) => updatedAt));
    expect(newest).toBeLessThan(shop.clock.now() - 29 * 86_400_000);
    expect(sender.deliveries).toEqual([]);
  });
});
