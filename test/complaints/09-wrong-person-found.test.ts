/**
 * Complaint 9: a search for an e-mail is tokenised, and the wrong person is matched.
 * Sources: microsoft/BCApps#6459.
 * More of it: test/scenarios/customers-of-orders.test.ts (several customers with one e-mail are a question).
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arrive, arriveAll, customerOf } from "#test/support/arrive.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { watchCalls } from "#test/support/story.ts";

/** Addresses that a search by beginning, by words, by wildcard or without accents throws together. */
const lookalikes = [
  "ida.larkspur@mail.example.au",
  "ida.larkspur@mail.example.com",
  "ida@mail.example",
  "larkspur@mail.example",
  "ida.larkspur+shop@mail.example",
  "ida_larkspur@mail.example",
  "idalarkspur@mail.example",
  "mail.example@ida.larkspur",
  "ída.larkspur@mail.example",
  "ida%@mail.example",
];

let world: SmallWorld;
beforeAll(async () => {
  world = await startSmallWorld();
  await world.control("/unleashed/customers", [
    ...lookalikes.map((email, index) => ({ code: `LOOK-${index}`, name: "Ida Larkspur", email })),
    { code: "HARB-01-OLD", name: "Harbourline Hotels", email: "purchasing@harbourline.example" },
  ]);
});
afterAll(() => world.stop());

const bought = (email: string) => ({
  lines: [{ sku: "MUG-STONE" }],
  customer: { firstName: "Ida", lastName: "Larkspur", email },
});

describe("A search for her e-mail found somebody else, and he got her order", () => {
  it("but of ten who look alike none is taken for her: she is a new customer", async () => {
    const calls = watchCalls(world, "unleashed");
    const { sales } = await arrive(world, bought("ida.larkspur@mail.example"));
    const customer = await customerOf(world, sales);
    expect(customer).toMatchObject({ Email: "ida.larkspur@mail.example" });
    expect(customer.CustomerCode).not.toMatch(/^LOOK-/);
    // The search did bring up others: the hits are what is judged.
    const answers = calls().filter(({ operation }) => operation === "GET /Customers");
    expect(answers.some(({ answer }) => answer?.includes("ida.larkspur@mail.example.au"))).toBe(true);
  });

  it("and each of those who look alike gets their own order", async () => {
    const arrivals = await arriveAll(world, lookalikes.map(bought));
    expect(arrivals.map(({ sales }) => sales.Customer.CustomerCode)).toEqual(
      lookalikes.map((_, index) => `LOOK-${index}`),
    );
  });

  it("and the same address in other letters is the same person", async () => {
    const { sales } = await arrive(world, bought("IDA@Mail.Example"));
    expect(sales.Customer.CustomerCode).toBe("LOOK-2");
  });

  it("and a company is not taken for another whose code begins alike, nor for the person who has its e-mail", async () => {
    const { sales } = await arrive(world, { lines: [{ sku: "MUG-STONE" }], company: "HARB-01" });
    expect(sales.Customer.CustomerCode).not.toBe("HARB-01-OLD");
    expect(sales.Customer.CustomerName).toContain("Harbourline");
  });
});
