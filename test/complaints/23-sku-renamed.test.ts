/**
 * Complaint 23: a SKU is renamed or there twice, a product is matched by its name, and prices are overwritten everywhere.
 * Sources: frappe/erpnext#7920, frappe/ecommerce_integrations#246, Eshopbox-Enginnering/Central-Backlog#265.
 * More of it: test/scenarios/unknown-products.test.ts (every choice about a product).
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arrive, linesOf } from "#test/support/arrive.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { questionAbout, theSalesOrder, whenQuiet } from "#test/support/story.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await startSmallWorld();
});
afterAll(() => world.stop());

interface Product {
  readonly ProductCode: string;
  readonly ProductDescription: string;
  readonly DefaultSellPrice: number;
}

async function products(): Promise<readonly Product[]> {
  return (await world.control<{ Products: readonly Product[] }>("/unleashed/dump?only=Products")).Products;
}

/** Numbers of the shop's variants by SKU and price, as controls want them. */
async function variants(sku: string): Promise<readonly { readonly id: string; readonly price: string }[]> {
  const dump = await world.control<{
    products: readonly {
      readonly variants: {
        readonly nodes: readonly { readonly id: string; readonly sku: string; readonly price: string }[];
      };
    }[];
  }>("/shopify/acme/dump?only=products");
  return dump.products
    .flatMap(({ variants }) => variants.nodes)
    .filter((variant) => variant.sku === sku)
    .map(({ id, price }) => ({ id: id.split("/").at(-1) ?? "", price }));
}

describe("I renamed a SKU, and everything fell apart", () => {
  it("but the next order asks me once which product that is, nothing is made anew, and from then on it goes through by itself", async () => {
    const before = await arrive(world, { lines: [{ sku: "MUG-STONE", quantity: 2 }] });
    const kept = await theSalesOrder(world, before.order.name);
    const there = await products();
    const [mug] = await variants("MUG-STONE");
    await world.control(`/shopify/acme/variants/${mug?.id ?? ""}/update`, { sku: "MUG-STONE-2" });

    const order = await world.place({ lines: [{ sku: "MUG-STONE-2" }] });
    const { attention, id } = await questionAbout(world, order.name);
    expect(attention.code).toBe("UNKNOWN_PRODUCT");
    expect(attention.message).toContain("MUG-STONE-2");
    await world.hub.resolve(id, "map=MUG-STONE", "merchant");
    await world.standing(order.name, "synced");
    const next = await arrive(world, { lines: [{ sku: "MUG-STONE-2", quantity: 3 }] });
    expect(linesOf(next.sales).map(([what, units]) => [what, units])).toEqual([["MUG-STONE", 3]]);
    expect(await products()).toEqual(there);
    expect(await theSalesOrder(world, before.order.name)).toEqual(kept);
    await world.standing(before.order.name, "synced", "unchanged");
  });

  it("and a SKU in other letters is not quietly taken for the one I have", async () => {
    const [towel] = await variants("TWL-LINEN");
    await world.control(`/shopify/acme/variants/${towel?.id ?? ""}/update`, { sku: "twl-linen" });
    const order = await world.place({ lines: [{ sku: "twl-linen" }] });
    expect((await questionAbout(world, order.name)).attention.code).toBe("UNKNOWN_PRODUCT");
  });
});

describe("Two of my variants carry the same SKU", () => {
  it("so each order line keeps its own price and name, both on that one product, whose price nobody touches", async () => {
    const twins = await variants("TOTE-01");
    expect(twins.map(({ price }) => price).sort()).toEqual(["24.95", "29.95"]);
    const before = (await products()).find(({ ProductCode }) => ProductCode === "TOTE-01");
    const { order, sales } = await arrive(world, { lines: twins.map(({ id }) => ({ variantId: id })) });
    expect(sales.Total).toBe(Number(order.total));
    const lines = sales.SalesOrderLines.map(({ Product, LineTotal, LineTax }) => [
      Product.ProductCode,
      Math.round((LineTotal + LineTax) * 100),
    ]);
    expect(lines).toEqual(twins.map(({ price }) => ["TOTE-01", Math.round(Number(price) * 100)]));
    expect((await products()).filter(({ ProductCode }) => ProductCode === "TOTE-01")).toEqual([before]);
  });
});

describe("A product was taken for another because their names are alike", () => {
  it("but a name is no identity: I am asked, and no line goes to the namesake", async () => {
    await world.control("/unleashed/products", { code: "LAMP-OLD", description: "Brass Lamp", price: 99 });
    await world.control("/shopify/acme/products", {
      title: "Brass Lamp",
      variants: [{ sku: "LAMP-NEW", price: "121.00" }],
    });
    const order = await world.place({ lines: [{ sku: "LAMP-NEW" }] });
    const { attention } = await questionAbout(world, order.name);
    expect(attention.code).toBe("UNKNOWN_PRODUCT");
    expect(attention.choices.map(({ choice }) => choice)).toEqual(
      expect.arrayContaining(["map=<code>", "create"]),
    );
  });
});

describe("A sale in the shop changed my price lists", () => {
  it("but what an order, a discount or a new price in the shop says leaves every product in Unleashed as it is", async () => {
    const before = await products();
    const [board] = await variants("BRD-ACACIA");
    await world.control(`/shopify/acme/variants/${board?.id ?? ""}/update`, { price: "9.90" });
    await arrive(world, {
      lines: [{ sku: "BRD-ACACIA" }, { sku: "COF-STAND", price: "1.10" }],
      discounts: [{ code: "HALF", percentage: "50" }],
    });
    await world.advance("P1D");
    await whenQuiet(world);
    expect(await products()).toEqual(before);
  });
});
