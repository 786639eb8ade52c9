/**
 * Complaint 7: the same person has several shop accounts and is matched only by the shop's id; or the opposite, people are merged across
 * stores.
 * Sources: frappe/ecommerce_integrations#11, community.acumatica.com 11363.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arrive, customerIdOf, onlySales } from "#test/support/arrive.ts";
import { startSecondStore, type SecondStore } from "#test/support/second-store.ts";
import { startSmallWorld, type PlacedOrder, type SmallWorld } from "#test/support/small-world.ts";
import { change, whenQuiet } from "#test/support/story.ts";

let world: SmallWorld;
let bella: SecondStore;
beforeAll(async () => {
  world = await startSmallWorld();
  bella = await startSecondStore(world);
});
afterAll(async () => {
  await world.stop();
  await bella.close();
});

const person = (name: string) => ({
  firstName: name,
  lastName: "Larkspur",
  email: `${name.toLowerCase()}@mail.example`,
});
const goods = (customer: object) => ({ lines: [{ sku: "MUG-STONE" }], customer });

/** Buys in the second store, which is connected with these customer settings, and finds out whose order that became. */
async function buyAtBella(customer: object, customers?: Readonly<Record<string, unknown>>): Promise<string> {
  await world.hub.apply(bella.configuration({ orders: { prefix: "B-" }, ...(customers && { customers }) }));
  const order = await bella.place(goods(customer));
  const number = order.name.replace("#", "B-");
  await expect
    .poll(
      async () => {
        await world.hub.sync("bella-unleashed", [order.id.split("/").at(-1) ?? ""]);
        return (await world.salesOrders()).filter(({ OrderNumber }) => OrderNumber === number).length;
      },
      { timeout: 10_000 },
    )
    .toBe(1);
  await whenQuiet(world);
  return (await onlySales(world, number)).Customer.Guid;
}

const withEmail = async (email: string) =>
  (await world.customers()).filter(({ Email }) => Email === email).map(({ Guid }) => Guid);

describe("She has an account in both my stores, and I have her twice", () => {
  it("but by her e-mail she is one customer of both stores, unless I say otherwise", async () => {
    const ida = person("Ida");
    const { sales } = await arrive(world, goods(ida));
    expect(await buyAtBella(ida)).toBe(sales.Customer.Guid);
    expect(await withEmail(ida.email)).toEqual([sales.Customer.Guid]);
  });
});

describe("My stores are two businesses, and their customers must not be thrown together", () => {
  it("so the second store recognises by account codes only, and she is a customer of each", async () => {
    const nora = person("Nora");
    const { sales } = await arrive(world, goods(nora));
    const there = await buyAtBella(nora, { matchBy: ["code"] });
    expect(there).not.toBe(sales.Customer.Guid);
    expect((await withEmail(nora.email)).sort()).toEqual([sales.Customer.Guid, there].sort());
    expect(await buyAtBella(nora, { matchBy: ["code"] })).toBe(there);
    expect(await withEmail(nora.email)).toHaveLength(2);
  });
});

describe("He has two accounts in one store", () => {
  const withPhone = { firstName: "Otto", lastName: "Fern", phone: "+61255501777" };
  const withEmailToo = { ...person("Otto"), lastName: "Fern" };
  let first: PlacedOrder;

  it("which share nothing but his name: they stay two, for a name is no identity", async () => {
    const byPhone = await arrive(world, goods(withPhone));
    const byEmail = await arrive(world, goods(withEmailToo));
    first = byPhone.order;
    expect(byPhone.sales.Customer.Guid).not.toBe(byEmail.sales.Customer.Guid);
    expect([byPhone.sales.Customer.CustomerName, byEmail.sales.Customer.CustomerName]).toEqual([
      "Otto Fern",
      "Otto Fern",
    ]);
  });

  it("which I merge in the shop: from then on he is the one who was kept, and old sales orders stay whose they were", async () => {
    const kept = await withEmail(withEmailToo.email);
    const before = await onlySales(world, first.name);
    const { orders } = await world.control<{
      orders: readonly { readonly name: string; readonly customer: { readonly id: string } | null }[];
    }>("/shopify/acme/dump?only=orders");
    const gone =
      orders
        .find(({ name }) => name === first.name)
        ?.customer?.id.split("/")
        .at(-1) ?? "";
    const into = await customerIdOf(world, withEmailToo.email);
    await world.control(`/shopify/acme/customers/${gone}/merge`, { into });
    await change(world, first, "update", { note: "after the merge" });
    await whenQuiet(world);
    const { sales } = await arrive(world, { lines: [{ sku: "MUG-STONE" }], customer: { id: into } });
    expect(sales.Customer.Guid).toBe(kept[0]);
    expect(await onlySales(world, first.name)).toEqual(before);
    expect(await world.hub.attention()).toEqual([]);
  });
});
