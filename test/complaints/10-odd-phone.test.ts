/**
 * Complaint 10: a phone number with an extension or in an odd form aborts the order.
 * Sources: frappe/ecommerce_integrations#99.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  arrive,
  arriveAll,
  customerIdOf,
  customerOf,
  onlySales,
  type Arrival,
} from "#test/support/arrive.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";

const odd = [
  ["with an extension", "+61 2 5550 1234 ext. 77"],
  ["with an extension as Americans write it", "(212) 555-0134 x9"],
  ["with letters", "1-800-FLOWERS"],
  ["with a remark", "0400 000 000 (after 6 pm)"],
  ["of one digit", "1"],
  ["of a hundred digits", "9".repeat(100)],
  ["with no digit in it", "none"],
  ["of two numbers", "+61255501234 / +61400000000"],
  ["in Arabic digits", "٠١٢٣٤٥٦٧٨٩"],
  ["with characters that nobody sees", "\u202A+61 2 5550 1234\u202C"],
] as const;
const none = [
  ["an empty one", ""],
  ["one of spaces", "   "],
  ["none at all", null],
] as const;

let buyers = 0;
const bought = (phone: string | null) => {
  buyers += 1;
  const name = { firstName: "Ida", lastName: `Larkspur-${buyers}` };
  const street = {
    ...name,
    address1: "1 High Street",
    city: "Newtown",
    zip: "2042",
    countryCode: "AU",
    phone,
  };
  return {
    lines: [{ sku: "MUG-STONE", quantity: 2 }],
    shipping: "9.95",
    customer: { ...name, email: `ida.${buyers}@mail.example`, phone, addresses: [street] },
    phone,
    shippingAddress: street,
    billingAddress: street,
  };
};

let world: SmallWorld;
let arrivals: ReadonlyMap<string, Arrival>;
beforeAll(async () => {
  world = await startSmallWorld();
  const all = [...odd, ...none];
  const made = await arriveAll(
    world,
    all.map(([, phone]) => bought(phone)),
  );
  arrivals = new Map(made.map((arrival, index) => [all[index]?.[0] ?? "", arrival]));
});
afterAll(() => world.stop());

function arrivalOf(what: string): Arrival {
  const found = arrivals.get(what);
  if (found === undefined) throw new Error(`no order of a buyer ${what}`);
  return found;
}

describe("Somebody typed a strange phone number, and I never got the order", () => {
  it.each(odd)(
    "%s: the order is there to the cent, and the number stands as it was typed",
    async (what, phone) => {
      const { order, sales } = arrivalOf(what);
      expect(sales.Total).toBe(Number(order.total));
      expect(sales).toMatchObject({ DeliveryInstruction: `Phone: ${phone}` });
      expect(await customerOf(world, sales)).toMatchObject({ PhoneNumber: phone });
    },
  );

  it.each(none)("%s: the order is there without a number", async (what) => {
    const { order, sales } = arrivalOf(what);
    expect(sales.Total).toBe(Number(order.total));
    expect(sales).toMatchObject({ DeliveryInstruction: null });
    expect(await customerOf(world, sales)).toMatchObject({ PhoneNumber: null });
  });

  it("and should Unleashed itself refuse a buyer for it: that order waits and says for whom, the others go on, and it arrives once the number is put right", async () => {
    const refusal = JSON.stringify({ Description: "PhoneNumber is not valid" });
    world.faults("unleashed", {
      operations: { "POST /Customers/{guid}": { status: { code: 400, rate: 1, body: refusal }, times: 1 } },
    });
    const order = await world.place(bought("x".repeat(40)));
    const refused = buyers;
    expect((await world.standing(order.name, "waiting")).outcome.reason.message).toMatch(/customer/i);
    await expect
      .poll(
        async () =>
          (await world.hub.records({ kind: "customers", outcome: "failed" })).map(({ outcome }) => outcome),
        { timeout: 10_000 },
      )
      .toMatchObject([
        {
          reason: {
            code: "UNLEASHED_REJECTED",
            message: expect.stringContaining("PhoneNumber is not valid") as string,
          },
        },
      ]);
    const other = await arrive(world, bought("+61255501234"));
    expect(other.sales.Total).toBe(Number(other.order.total));

    // The number is put right in the shop; nobody has to ask for the order again.
    const id = await customerIdOf(world, `ida.${refused}@mail.example`);
    await world.control(`/shopify/acme/customers/${id}/update`, { phone: "+61255501234" });
    await world.standing(order.name, "synced", "unchanged");
    const sales = await onlySales(world, order.name);
    expect(sales.Total).toBe(Number(order.total));
    expect(await customerOf(world, sales)).toMatchObject({ PhoneNumber: "+61255501234" });
  });
});
