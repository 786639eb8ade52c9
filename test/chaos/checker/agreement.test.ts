import { expect, test } from "vitest";
import { usualCatalogue } from "#connectors/shopify/emulator/seed/usual-catalogue.ts";
import { unleashedCatalogue } from "#sandbox/unleashed-catalogue.ts";
import { countOfMixedPeople, drawAnyOrder } from "#test/support/order-mix.ts";
import { whenQuiet } from "#test/support/story.ts";
import { carryOrders, changeSomething } from "./carry-orders.ts";
import { checkEvidence } from "./check-evidence.ts";

const catalogue = unleashedCatalogue(usualCatalogue);

/** Customers that the account had before. Of most people of the mix there is one, of some there are two, of some none. */
const shelf = {
  customers: Array.from({ length: countOfMixedPeople }, (_, number) => {
    const known = {
      code: `OLD-${number}`,
      name: `Known ${number}`,
      email: `Peregrine.${number}@mixed.example`,
    };
    const address = { AddressType: "Postal", City: "Perth", PostalCode: "6000" };
    return [
      [{ ...known, phone: "02 5555", notes: "Pays late" }],
      [{ ...known, fields: { Addresses: [address], ContactLastName: "Known" } }],
      [known],
      [known, { ...known, code: `SAME-${number}` }],
      [{ ...known, fields: { Obsolete: true } }],
      [{ ...known, currency: "GBP" }],
    ][number % 8];
  }).flatMap((some) => some ?? []),
};

const gst = (rate: string) => [{ title: "GST", rate, channelLiable: false }];

test.each([
  { currency: "AUD", taxesIncluded: true, taxes: gst("0.1") },
  { currency: "NZD", taxesIncluded: false, taxes: gst("0.15") },
  { currency: "JPY", taxesIncluded: true, taxes: gst("0.1") },
  { currency: "KWD", taxesIncluded: false, taxes: gst("0.1") },
])("orders of all kinds in $currency are carried as promised", async (shop) => {
  const currencies = ["AUD", "NZD", "JPY", "KWD", "GBP"].map((code) => ({ code, description: code }));
  const evidence = await carryOrders(
    async ({ act, random }) => {
      for (let count = 0; count < 30; count++) await act("/orders", drawAnyOrder(random));
    },
    {
      seed: shop.currency.charCodeAt(0),
      shop: { ...shop, exchangeRates: { AUD: "1.09", NZD: "1.19", USD: "0.65", JPY: "97.3", KWD: "0.2" } },
      unleashed: { seed: { ...catalogue, ...shelf, baseCurrency: shop.currency, currencies } },
    },
  );
  expect(checkEvidence(evidence)).toEqual([]);
  const states = evidence.hub.records.flatMap(({ kind, outcome }) =>
    kind === "orders" ? outcome?.state : [],
  );
  expect(states).toContain("synced");
});

test("whatever happens to orders is told as promised", async () => {
  const evidence = await carryOrders(
    async (watched) => {
      const { act, random, world } = watched;
      for (let count = 0; count < 30; count++) {
        await act("/orders", drawAnyOrder(random));
        if (random() < 0.2) await whenQuiet(world);
        if (random() < 0.5) await changeSomething(watched);
      }
      await whenQuiet(world);
      for (let count = 0; count < 15; count++) await changeSomething(watched);
    },
    { seed: 3, unleashed: { seed: { ...catalogue, ...shelf } } },
  );
  expect(checkEvidence(evidence)).toEqual([]);
});
