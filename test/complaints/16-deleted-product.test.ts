/**
 * Complaint 16: a deleted product or a custom line blocks the order, and with it the whole backfill.
 * Sources: frappe/ecommerce_integrations#337, frappe/ecommerce_integrations#338, frappe/ecommerce_integrations#351,
 * frappe/ecommerce_integrations#195, gatsbyjs/gatsby-source-shopify#59.
 * More of it: test/scenarios/unknown-products.test.ts (what a person may choose).
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linesOf, onlySales } from "#test/support/arrive.ts";
import { accountedFor, endOfRun } from "#test/support/end-of-run.ts";
import { startSmallWorld, type PlacedOrder, type SmallWorld } from "#test/support/small-world.ts";
import { change, questionAbout, salesOrdersNamed, storyOf, whenQuiet } from "#test/support/story.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await startSmallWorld();
});
afterAll(() => world.stop());

/** Makes a product in the shop, and in Unleashed too unless told otherwise; answers how to delete it in the shop. */
async function newProduct(
  sku: string | null,
  alsoThere = true,
): Promise<{ readonly variant: string; readonly discard: () => Promise<void> }> {
  const { products } = await world.control<{
    products: readonly { readonly id: string; readonly variants: readonly { readonly id: string }[] }[];
  }>("/shopify/acme/products", {
    title: `Thing ${sku ?? "without SKU"}`,
    variants: [{ sku, price: "24.20" }],
  });
  if (alsoThere && sku !== null) await world.control("/unleashed/products", { code: sku, price: 22 });
  const [product] = products;
  const number = (gid = "") => gid.split("/").at(-1) ?? "";
  return {
    variant: number(product?.variants[0]?.id),
    discard: async () => {
      await world.control(`/shopify/acme/products/${number(product?.id)}/delete`, {});
    },
  };
}

/** Bought before the product was deleted, paid afterwards: the order then names a product that is no more. */
async function boughtAndDiscarded(sku: string | null, alsoThere?: boolean): Promise<PlacedOrder> {
  const { variant, discard } = await newProduct(sku, alsoThere);
  const order = await world.place({
    paid: false,
    lines: [{ variantId: variant, quantity: 2 }, { sku: "MUG-STONE" }],
  });
  await discard();
  await change(world, order, "pay");
  return order;
}

describe("I deleted a product, and the orders that had it were stuck", () => {
  it("but the order is there, with the deleted product under the code that it was sold by", async () => {
    const order = await boughtAndDiscarded("GONE-1");
    await world.standing(order.name, "synced");
    const sales = await onlySales(world, order.name);
    expect(linesOf(sales).map(([what, units]) => [what, units])).toEqual([
      ["GONE-1", 2],
      ["MUG-STONE", 1],
    ]);
    expect(sales.Total).toBe(Number(order.total));
    const { source } = await storyOf(world, order.name);
    expect(source).toMatchObject({ lines: [{ sku: "GONE-1", productId: null, variantId: null }, {}] });
  });

  it("and so it is when only the variant is gone and the product goes on", async () => {
    const { products } = await world.control<{
      products: readonly { readonly variants: readonly { readonly id: string }[] }[];
    }>("/shopify/acme/products", {
      title: "Scarf",
      optionNames: ["Colour"],
      variants: [
        { sku: "SCARF-RED", price: "24.20", options: ["Red"] },
        { sku: "SCARF-BLUE", price: "24.20", options: ["Blue"] },
      ],
    });
    await world.control("/unleashed/products", { code: "SCARF-RED", price: 22 });
    const red = products[0]?.variants[0]?.id.split("/").at(-1) ?? "";
    const order = await world.place({ paid: false, lines: [{ sku: "SCARF-RED" }] });
    await world.control(`/shopify/acme/variants/${red}/delete`, {});
    await change(world, order, "pay");
    await world.standing(order.name, "synced");
    expect(linesOf(await onlySales(world, order.name))).toEqual([["SCARF-RED", 1, 22, 2.2]]);
    const { source } = await storyOf(world, order.name);
    expect(source).toMatchObject({ lines: [{ productId: expect.any(String) as string, variantId: null }] });
  });

  it("and something that was never a product, or left no code behind when it was deleted, is a line of money", async () => {
    const engraved = await world.place({ lines: [{ title: "Engraving", price: "5.50" }] });
    const nameless = await boughtAndDiscarded(null);
    await world.standing(engraved.name, "synced");
    await world.standing(nameless.name, "synced");
    expect(linesOf(await onlySales(world, engraved.name))).toEqual([["Engraving", 1, 5, 0.5]]);
    expect(linesOf(await onlySales(world, nameless.name))).toEqual([
      ["2 × Thing without SKU", 1, 44, 4.4],
      ["MUG-STONE", 1, 15.86, 1.59],
    ]);
  });

  it("and where Unleashed never had the deleted product either, only that order asks me, and the next one goes through", async () => {
    const order = await boughtAndDiscarded("GONE-2", false);
    const next = await world.place({ lines: [{ sku: "TWL-LINEN" }] });
    const { attention } = await questionAbout(world, order.name);
    expect(attention.code).toBe("UNKNOWN_PRODUCT");
    expect(attention.message).toContain("no product with the code GONE-2");
    await world.standing(next.name, "synced");
    expect(await salesOrdersNamed(world, order.name)).toEqual([]);
  });
});

describe("One such order stopped the import of all the others", () => {
  it("but a backfill goes past it: neighbours arrive, the run ends, and its count has every order in one place", async () => {
    await world.control("/shopify/acme/webhooks", { lose: 1 });
    const orders: { readonly order: PlacedOrder; readonly asks: boolean }[] = [];
    for (let index = 0; index < 4; index += 1) {
      orders.push({ order: await world.place({ lines: [{ sku: "MUG-STONE" }] }), asks: false });
      orders.push({ order: await boughtAndDiscarded(`GONE-B${index}`), asks: false });
      orders.push({ order: await boughtAndDiscarded(`GONE-N${index}`, false), asks: true });
      orders.push({
        order: await world.place({ lines: [{ title: "Gift wrap", price: "3.30" }] }),
        asks: false,
      });
    }
    const before = (await world.hub.records({ kind: "orders", limit: 1_000 })).length;
    const run = await endOfRun(
      world.hub,
      await world.hub.startBackfill({ connection: "acme-unleashed", entity: "orders", since: null }),
    );
    await whenQuiet(world);
    expect(run).toMatchObject({ state: "done", reason: null, read: before + orders.length });
    expect(accountedFor(run)).toBe(before + orders.length);
    expect(run.report).toMatchObject({ complete: true, failed: 0 });
    for (const { order, asks } of orders) {
      const { outcome } = await world.standing(order.name, asks ? "attention" : "synced");
      if (asks) expect(outcome.reason.code).toBe("UNKNOWN_PRODUCT");
      else expect((await onlySales(world, order.name)).Total).toBe(Number(order.total));
    }
  });
});
