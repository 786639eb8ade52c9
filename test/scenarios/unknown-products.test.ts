import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSmallWorld, type PlacedOrder, type SmallWorld } from "#test/support/small-world.ts";
import {
  change,
  questionAbout,
  salesOrdersNamed,
  storyOf,
  theSalesOrder,
  whenQuiet,
} from "#test/support/story.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await startSmallWorld();
});
afterAll(() => world.stop());

let products = 0;
/** A product that the shop sells and Unleashed does not have: 24.20 with tax in it. */
async function newInShop(): Promise<string> {
  products += 1;
  const sku = `NEW-${products}`;
  await world.control("/shopify/acme/products", {
    title: `New thing ${products}`,
    variants: [{ sku, price: "24.20" }],
  });
  return sku;
}

/** Two of it and a mug, paid: 48.40 + 17.45. */
function buy(...skus: readonly string[]): Promise<PlacedOrder> {
  return world.place({ lines: [...skus.map((sku) => ({ sku, quantity: 2 })), { sku: "MUG-STONE" }] });
}

async function asked(order: PlacedOrder) {
  const question = await questionAbout(world, order.name);
  expect(question.attention.code).toBe("UNKNOWN_PRODUCT");
  expect(await salesOrdersNamed(world, order.name)).toEqual([]);
  return question;
}

async function choose(order: PlacedOrder, choice: string) {
  return world.hub.resolve((await asked(order)).id, choice, "test");
}

async function arrived(order: PlacedOrder) {
  await world.standing(order.name, "synced");
  const { Total, SalesOrderLines } = (await theSalesOrder(world, order.name)) as unknown as {
    Total: number;
    SalesOrderLines: { LineType: string | null; Product: { ProductCode: string | null } }[];
  };
  return {
    total: Total,
    lines: SalesOrderLines.map(({ LineType, Product }) => Product.ProductCode ?? LineType),
  };
}

const productOf = async (code: string) =>
  (
    await world.control<{ Products: { ProductCode: string }[] }>("/unleashed/dump?only=Products")
  ).Products.filter(({ ProductCode }) => ProductCode === code);

describe("an order with a product that Unleashed does not have", () => {
  it("waits with every choice in plain words, and holds up nobody", async () => {
    const sku = await newInShop();
    const order = await buy(sku);
    const other = await world.place({ lines: [{ sku: "MUG-STONE" }] });
    const { attention } = await asked(order);
    expect(attention.message).toContain(`no product with the code ${sku}`);
    expect(attention.choices.map(({ choice }) => choice)).toEqual([
      "map=<code>",
      "create",
      "charge-line",
      "ignore-line",
      "retry",
      "leave-out",
    ]);
    for (const { label } of attention.choices) expect(label).toMatch(/^[A-Z].* /);
    await world.standing(other.name, "synced");
    expect((await storyOf(world, order.name)).record.outcome.state).toBe("attention");
  });

  it("arrives with the product that somebody names, and so does everything that has it, asked before or later", async () => {
    const sku = await newInShop();
    const [first, second] = [await buy(sku), await buy(sku)];
    await asked(second);
    const settled = await choose(first, "map=TWL-LINEN");
    expect(settled.outcome.state).toBe("synced");
    expect(await arrived(first)).toEqual({ total: 65.85, lines: ["TWL-LINEN", "MUG-STONE"] });
    expect(await arrived(second)).toEqual({ total: 65.85, lines: ["TWL-LINEN", "MUG-STONE"] });
    const third = await buy(sku);
    expect(await arrived(third)).toEqual({ total: 65.85, lines: ["TWL-LINEN", "MUG-STONE"] });
    const { journal } = await storyOf(world, first.name);
    expect(journal.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["UNKNOWN_PRODUCT", "DECIDED_BY_PERSON", "WRITTEN_AND_READ_BACK"]),
    );
    expect(await world.hub.attention()).not.toContainEqual(expect.objectContaining({ title: second.name }));
  });

  it("is asked about again when the product that somebody names is not there either", async () => {
    const order = await buy(await newInShop());
    const settled = await choose(order, "map=NO-SUCH-CODE");
    expect(settled.outcome).toMatchObject({ state: "attention", reason: { code: "UNKNOWN_PRODUCT" } });
    expect(settled.outcome.reason.message).toContain("NO-SUCH-CODE");
    await expect(world.hub.resolve((await asked(order)).id, "something else", "test")).rejects.toMatchObject({
      code: "CHOICE_NOT_OFFERED",
    });
    await expect(world.hub.resolve((await asked(order)).id, "map=", "test")).rejects.toMatchObject({
      code: "CHOICE_NOT_OFFERED",
    });
    expect((await choose(order, "map=TWL-LINEN")).outcome.state).toBe("synced");
  });

  it("arrives with a product that is made for it, once for all orders", async () => {
    const sku = await newInShop();
    const [first, second] = [await buy(sku), await buy(sku)];
    await asked(second);
    expect((await choose(first, "create")).outcome.state).toBe("synced");
    expect(await arrived(first)).toEqual({ total: 65.85, lines: [sku, "MUG-STONE"] });
    expect(await arrived(await buy(sku))).toEqual({ total: 65.85, lines: [sku, "MUG-STONE"] });
    expect(await productOf(sku)).toHaveLength(1);
    expect(await arrived(second)).toEqual({ total: 65.85, lines: [sku, "MUG-STONE"] });
    expect(await productOf(sku)).toHaveLength(1);
  });

  it("arrives with a charge line, with all its money", async () => {
    const sku = await newInShop();
    const order = await buy(sku);
    expect((await choose(order, "charge-line")).outcome.state).toBe("synced");
    expect(await arrived(order)).toEqual({ total: 65.85, lines: ["Charge", "MUG-STONE"] });
    expect(await arrived(await buy(sku))).toEqual({ total: 65.85, lines: ["Charge", "MUG-STONE"] });
  });

  it("arrives without the line and its money", async () => {
    const sku = await newInShop();
    const order = await buy(sku);
    expect((await choose(order, "ignore-line")).outcome.state).toBe("synced");
    expect(await arrived(order)).toEqual({ total: 17.45, lines: ["MUG-STONE"] });
    expect(await arrived(await buy(sku))).toEqual({ total: 17.45, lines: ["MUG-STONE"] });
  });

  it("is left out for good, whatever happens to it, and only it", async () => {
    const sku = await newInShop();
    const order = await buy(sku);
    expect((await choose(order, "leave-out")).outcome).toMatchObject({
      state: "skipped",
      reason: { code: "LEFT_OUT_BY_PERSON" },
    });
    await world.control("/unleashed/products", { code: sku, price: 22 });
    await change(world, order, "update", { note: "again" });
    await whenQuiet(world);
    expect((await storyOf(world, order.name)).record.outcome.state).toBe("skipped");
    expect(await salesOrdersNamed(world, order.name)).toEqual([]);
    await world.advance("PT1M");
    expect(await arrived(await buy(sku))).toEqual({ total: 65.85, lines: [sku, "MUG-STONE"] });
  });

  it("arrives at once when somebody made the product and says try again", async () => {
    const sku = await newInShop();
    const order = await buy(sku);
    await asked(order);
    expect((await choose(order, "retry")).outcome.state).toBe("attention");
    await world.control("/unleashed/products", { code: sku, price: 22 });
    expect((await choose(order, "retry")).outcome.state).toBe("synced");
    expect(await arrived(order)).toEqual({ total: 65.85, lines: [sku, "MUG-STONE"] });
  });

  it("arrives when it is synced by name, or all with the cause are tried again, after somebody made the product", async () => {
    const sku = await newInShop();
    const [first, second, third] = [await buy(sku), await buy(sku), await buy(sku)];
    for (const order of [first, second, third]) await asked(order);
    await world.control("/unleashed/products", { code: sku, price: 22 });
    await world.advance("PT3S");
    const [synced] = await world.hub.sync("acme-unleashed", [first.name]);
    expect(synced?.outcome.state).toBe("synced");
    expect(await world.hub.retry({ cause: "UNKNOWN_PRODUCT" })).toBeGreaterThanOrEqual(2);
    for (const order of [second, third]) expect((await arrived(order)).lines).toEqual([sku, "MUG-STONE"]);
  });

  it("arrives when the buyer's order is edited so that it is no longer part of it", async () => {
    const sku = await newInShop();
    const order = await buy(sku);
    await asked(order);
    await change(world, order, "edit", { quantities: [{ line: 0, quantity: 0 }] });
    expect(await arrived(order)).toEqual({ total: 17.45, lines: ["MUG-STONE"] });
  });
});

describe("an order with several such products", () => {
  it("asks about all of them in one question, and takes an answer for each", async () => {
    const [one, two] = [await newInShop(), await newInShop()];
    const order = await buy(one, two);
    const { attention } = await asked(order);
    expect(attention.choices.map(({ choice }) => choice)).toEqual(
      expect.arrayContaining([`map:${one}=<code>`, `map:${two}=<code>`, "create"]),
    );
    const half = await choose(order, `map:${one}=TWL-LINEN`);
    expect(half.outcome).toMatchObject({ state: "attention", reason: { code: "UNKNOWN_PRODUCT" } });
    expect(half.outcome.reason.message).not.toContain(one);
    expect((await choose(order, "create")).outcome.state).toBe("synced");
    expect(await arrived(order)).toEqual({ total: 114.25, lines: ["TWL-LINEN", two, "MUG-STONE"] });
    expect(await productOf(one)).toEqual([]);
  });
});
