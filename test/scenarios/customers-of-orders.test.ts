import { afterEach, describe, expect, it, vi } from "vitest";
import { startSmallWorld, type SmallWorld, type SmallWorldOptions } from "#test/support/small-world.ts";
import { whenQuiet } from "#test/support/story.ts";

const worlds: SmallWorld[] = [];
const start = async (options: SmallWorldOptions = {}) => {
  const world = await startSmallWorld(options);
  worlds.push(world);
  const orderOf = async (name: string) => {
    const [order] = (await world.salesOrders()).filter(({ OrderNumber }) => OrderNumber === name);
    if (order === undefined) throw new Error(`no sales order ${name}`);
    return order;
  };
  const arrive = async (body: Readonly<Record<string, unknown>>) => {
    const { name } = await world.place(body);
    await world.standing(name, "synced");
    return orderOf(name);
  };
  const seed = (...customers: object[]) => world.control("/unleashed/customers", customers);
  return { ...world, arrive, orderOf, seed };
};
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.stop()));
});

const ida = { firstName: "Ida", lastName: "Larkspur", email: "ida@mail.example" };

describe("the customer of an order", () => {
  it("is the one with exactly that e-mail; what staff wrote stays, whatever the shop's note says", async () => {
    for (const preset of ["documented", "recommended"] as const) {
      const world = await start({ preset });
      await world.seed(
        { code: "IDA-AU", name: "Another", email: "ida@mail.example.au" },
        { code: "IDA", name: "Ida Larkspur", email: "Ida@Mail.example", notes: "Pays on account" },
      );
      for (const note of ["", undefined]) {
        const order = await world.arrive({ customer: { ...ida, ...(note === undefined ? {} : { note }) } });
        expect(order.Customer.CustomerCode).toBe("IDA");
      }
      expect((await world.customers()).map(({ CustomerCode, Notes }) => [CustomerCode, Notes])).toEqual([
        ["IDA-AU", null],
        ["IDA", "Pays on account"],
      ]);
    }
  });

  it("is asked of a person when several have the e-mail; the order waits, and then arrives", async () => {
    const world = await start();
    await world.seed(
      { code: "IDA-1", name: "Ida", email: "ida@mail.example" },
      { code: "IDA-2", name: "Ida", email: "ida@mail.example" },
    );
    const { name } = await world.place({ customer: ida });
    await world.standing(name, "waiting");
    const question = await vi.waitFor(async () => {
      const [asked] = await world.hub.attention();
      if (asked === undefined) throw new Error("nobody was asked");
      return asked;
    }, 10_000);
    expect(question.attention.choices.map(({ label }) => label)).toEqual([
      "Use IDA-1",
      "Use IDA-2",
      "Make a new customer",
      "Leave this record out for good",
    ]);
    const second = question.attention.choices[1]?.choice ?? "";
    await world.hub.resolve(question.id, second, "test");
    await world.standing(name, "synced");
    expect((await world.orderOf(name)).Customer.CustomerCode).toBe("IDA-2");
    expect(await world.customers()).toHaveLength(2);
  });

  it("is one customer for all orders of a guest's e-mail, and the shared one without an e-mail", async () => {
    const world = await start();
    const guest = { customer: null, email: "guest@mail.example" };
    const orders = [];
    for (let count = 0; count < 3; count += 1) orders.push(await world.arrive(guest));
    expect(new Set(orders.map(({ Customer }) => Customer.Guid)).size).toBe(1);
    const walkIns = [
      await world.arrive({ customer: null, email: null }),
      await world.arrive({ customer: null, email: null }),
    ];
    expect(walkIns.map(({ Customer }) => Customer.CustomerCode)).toEqual([
      "SHOPIFY-GUESTS",
      "SHOPIFY-GUESTS",
    ]);
    expect(await world.customers()).toHaveLength(2);
  });

  it("is the company that bought, by its account code or made under it, never a person with its e-mail", async () => {
    const world = await start({
      settings: { customers: { sellPriceTier: { companies: "Sell Price Tier 2" } } },
    });
    const company = (name: string, externalId: string) => ({
      name,
      externalId,
      contacts: [
        { customer: { firstName: "Nora", lastName: "Lane", email: "nora@lane.example" }, title: "Owner" },
      ],
      locations: [
        {
          name,
          billingAddress: { address1: "9 Lantern Lane", city: "Hobart", zip: "7000", countryCode: "AU" },
        },
      ],
    });
    await world.control("/shopify/acme/companies", [
      company("Lantern Lane Bakery", "LANTERN"),
      company("Lane Cafe", "CAFE"),
    ]);
    await world.seed(
      { code: "LANTERN", name: "Lantern Lane (on account)", notes: "30 days" },
      { code: "LANTERN-2", name: "Begins alike" },
      { code: "NORA", name: "Nora Lane", email: "nora@lane.example" },
    );
    expect((await world.arrive({ company: "LANTERN" })).Customer.CustomerCode).toBe("LANTERN");
    expect((await world.arrive({ company: "CAFE" })).Customer.CustomerCode).toBe("CAFE");
    const all = await world.customers();
    const byCode = Object.fromEntries(all.map((customer) => [customer.CustomerCode, customer]));
    expect(byCode["LANTERN"]).toMatchObject({
      CustomerName: "Lantern Lane (on account)",
      Notes: "30 days",
      SellPriceTier: null,
      Addresses: [{ City: "Hobart" }, { City: "Hobart" }],
    });
    expect(byCode["CAFE"]).toMatchObject({ CustomerName: "Lane Cafe", SellPriceTier: "Sell Price Tier 2" });
    expect(Object.keys(byCode)).toHaveLength(4);
  });

  it("is the set one when all orders go to one customer", async () => {
    const world = await start({
      settings: { customers: { mode: "one-customer", oneCustomerCode: "WEB" } },
    });
    await world.seed({ code: "WEB", name: "Web sales" });
    expect((await world.arrive({})).Customer.CustomerCode).toBe("WEB");
    expect((await world.arrive({})).Customer.CustomerCode).toBe("WEB");
    expect(await world.customers()).toHaveLength(1);
  });

  it("is made once, though the answer is lost on the way, before or after it was made", async () => {
    for (const fault of [{ requestLost: 1 }, { answerLost: 1 }, { http500AfterCommit: 1 }]) {
      const world = await start();
      world.faults("unleashed", { operations: { "POST /Customers/{guid}": { ...fault, times: 1 } } });
      const { name } = await world.place({ customer: ida });
      await whenQuiet(world);
      await world.advance("PT10M");
      await world.standing(name, "synced", "unchanged");
      expect(await world.customers()).toHaveLength(1);
      expect((await world.orderOf(name)).Customer.Guid).toBe((await world.customers())[0]?.Guid);
    }
  });
});

describe("a shop that withholds its buyers", () => {
  it.each([
    { customer: "plan" },
    { name: "approval" },
    { email: "plan" },
    { customer: "plan", name: "plan", address: "plan", email: "plan", phone: "plan" },
  ])("of %o puts orders on the placeholder, says why, and wipes nothing", async (withheld) => {
    const world = await start();
    const before = await world.arrive({ customer: { ...ida, note: "Rings twice" } });
    const kept = (await world.customers()).find(({ Guid }) => Guid === before.Customer.Guid);
    await world.control("/shopify/acme/protected-data", withheld);
    const order = await world.arrive({ customer: ida });
    expect(order.Customer.CustomerCode).toBe("SHOPIFY-SALES");
    const other = await world.arrive({
      customer: { firstName: "Otto", lastName: "Fern", email: "otto@mail.example" },
    });
    expect(other.Customer.CustomerCode).toBe("SHOPIFY-SALES");
    expect((await world.customers()).find(({ Guid }) => Guid === before.Customer.Guid)).toEqual(kept);
    expect(await world.customers()).toHaveLength(2);
    const findings = await world.hub.doctor("acme-unleashed");
    expect(findings.map(({ code }) => code)).toContain("BUYERS_WITHHELD");
  });

  it("of phone or address alone changes nothing about whose order it is", async () => {
    const world = await start();
    const before = await world.arrive({ customer: ida });
    await world.control("/shopify/acme/protected-data", { phone: "approval", address: "approval" });
    expect((await world.arrive({ customer: ida })).Customer).toEqual(before.Customer);
  });
});
