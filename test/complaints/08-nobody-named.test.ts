/**
 * Complaint 8: no e-mail, no name, no customer at all.
 * Sources: frappe/ecommerce_integrations#431, frappe/ecommerce_integrations#416, mailchimp/mc-magento2#578.
 * More of it: test/scenarios/withheld-buyers.test.ts (the shop has a name and does not show it).
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arriveAll, customerOf, type Arrival } from "#test/support/arrive.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { storyOf } from "#test/support/story.ts";

type Fields = Readonly<Record<string, unknown>>;

const goods = { lines: [{ sku: "MUG-STONE" }] };
const street = { address1: "1 High Street", city: "Newtown", zip: "2042", countryCode: "AU" };
const byNumber = expect.stringMatching(/^Shopify customer \d+$/) as string;

/** What the order says of its buyer, and the customer that it is for all the same. */
const cases: readonly { readonly what: string; readonly body: Fields; readonly customer: Fields }[] = [
  {
    what: "nobody at all (a till, a walk-in)",
    body: { customer: null, email: null },
    customer: { CustomerCode: "SHOPIFY-GUESTS", CustomerName: "Shopify Guests" },
  },
  {
    what: "nobody, but a name on the parcel",
    body: {
      customer: null,
      email: null,
      shippingAddress: { ...street, firstName: "Ida", lastName: "Larkspur" },
    },
    customer: { CustomerCode: "SHOPIFY-GUESTS", CustomerName: "Shopify Guests" },
  },
  {
    what: "a guest's e-mail and nothing else",
    body: { customer: null, email: "only@mail.example" },
    customer: { CustomerName: "only@mail.example", Email: "only@mail.example" },
  },
  {
    what: "an account with a phone number and nothing else",
    body: { customer: { phone: "+61255501234" }, email: null },
    customer: { CustomerName: byNumber, Email: null, PhoneNumber: "+61255501234" },
  },
  {
    what: "an account of which nothing is known",
    body: { customer: { firstName: null, lastName: null }, email: null },
    customer: { CustomerName: byNumber, Email: null, PhoneNumber: null },
  },
  {
    what: "an account with an empty name",
    body: { customer: { firstName: "", lastName: "", email: "empty@mail.example" } },
    customer: { CustomerName: "empty@mail.example", Email: "empty@mail.example" },
  },
  {
    what: "an account with a name of spaces",
    body: { customer: { firstName: "  ", lastName: " ", email: "spaces@mail.example" } },
    customer: { CustomerName: "spaces@mail.example" },
  },
  {
    what: "a first name only",
    body: { customer: { firstName: "Ida", lastName: null, email: "ida@mail.example" } },
    customer: { CustomerName: "Ida", ContactFirstName: "Ida", ContactLastName: null },
  },
  {
    what: "a last name only",
    body: { customer: { firstName: null, lastName: "Larkspur", email: "larkspur@mail.example" } },
    customer: { CustomerName: "Larkspur", ContactFirstName: null, ContactLastName: "Larkspur" },
  },
  {
    what: "a name in letters that codes do not have",
    body: { customer: { firstName: "花子", lastName: "山田", email: "花子@mail.example" } },
    customer: { CustomerCode: expect.stringMatching(/-[0-9A-F]{8}$/), CustomerName: "花子 山田" },
  },
];

let world: SmallWorld;
let arrivals: readonly Arrival[];
beforeAll(async () => {
  world = await startSmallWorld();
  arrivals = await arriveAll(
    world,
    cases.map(({ body }) => ({ ...goods, ...body })),
  );
});
afterAll(() => world.stop());

describe("The buyer left a field empty, and the order never came", () => {
  it.each(cases)("with $what: it is there to the cent, on a customer who has a name", async (wanted) => {
    const arrival = arrivals[cases.indexOf(wanted)];
    if (arrival === undefined) throw new Error("the order was not placed");
    const { order, sales } = arrival;
    expect(sales.Total).toBe(Number(order.total));
    const customer = await customerOf(world, sales);
    expect(customer).toMatchObject(wanted.customer);
    expect(customer.CustomerName).toMatch(/\S/);
    expect((await storyOf(world, order.name)).record.outcome.state).toMatch(/synced|unchanged/);
  });

  it("and those without a name are not taken for each other, only those of whom nothing is known at all", async () => {
    const nobody = { ...goods, customer: null, email: null };
    const byPhone = (phone: string) => ({ ...goods, customer: { phone }, email: null });
    const [first, second, walkIn, another] = await arriveAll(world, [
      byPhone("+61255501301"),
      byPhone("+61255501302"),
      nobody,
      nobody,
    ]);
    expect(first?.sales.Customer.Guid).not.toBe(second?.sales.Customer.Guid);
    expect([walkIn, another].map((one) => one?.sales.Customer.CustomerCode)).toEqual([
      "SHOPIFY-GUESTS",
      "SHOPIFY-GUESTS",
    ]);
  });
});
