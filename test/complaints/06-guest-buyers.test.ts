/**
 * Complaint 6: guest orders make a new customer each time.
 * Sources: openlabs/magento_integration#134, OCA/connector-prestashop#30.
 * More of it: test/scenarios/customers-of-orders.test.ts (guests without an e-mail, guests who share one customer).
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arrive, onlySales } from "#test/support/arrive.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { whenQuiet } from "#test/support/story.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await startSmallWorld();
});
afterAll(() => world.stop());

const guest = (email: string) => ({ lines: [{ sku: "MUG-STONE" }], customer: null, email });
const named = async (email: string) =>
  (await world.customers()).filter(({ Email }) => Email?.toLowerCase() === email);

describe("A guest who comes back is somebody new in my ERP every time", () => {
  it("but five guest orders under one e-mail, at once and however it is typed, are one customer's", async () => {
    const spellings = [
      "regular@mail.example",
      "Regular@Mail.example",
      "REGULAR@MAIL.EXAMPLE",
      "regular@mail.example ",
      "regular@mail.example",
    ];
    const orders = await Promise.all(spellings.map((email) => world.place(guest(email))));
    for (const { name } of orders) await world.standing(name, "synced", "unchanged");
    await whenQuiet(world);
    const buyers = await Promise.all(
      orders.map(async ({ name }) => (await onlySales(world, name)).Customer.Guid),
    );
    expect(new Set(buyers).size).toBe(1);
    expect((await named("regular@mail.example")).map(({ Guid }) => Guid)).toEqual([buyers[0]]);
  });

  it("and when that guest opens an account in the shop, the next order is still the same customer's", async () => {
    const first = await arrive(world, guest("later.member@mail.example"));
    const second = await arrive(world, {
      lines: [{ sku: "TWL-LINEN" }],
      customer: { firstName: "Ida", lastName: "Larkspur", email: "Later.Member@mail.example" },
    });
    expect(second.sales.Customer.Guid).toBe(first.sales.Customer.Guid);
    expect(await named("later.member@mail.example")).toHaveLength(1);
  });

  it("and a guest whom I have in Unleashed from before the shop is met there", async () => {
    await world.control("/unleashed/customers", [
      { code: "OLD-FRIEND", name: "Old Friend", email: "Old.Friend@mail.example" },
    ]);
    const { sales } = await arrive(world, guest("old.friend@mail.example"));
    expect(sales.Customer.CustomerCode).toBe("OLD-FRIEND");
    expect(await named("old.friend@mail.example")).toHaveLength(1);
  });
});
