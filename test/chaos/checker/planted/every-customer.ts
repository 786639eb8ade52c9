import { made, recognised, strange, drop, thing, type Spoils } from "./spoilt.ts";

export const everyCustomerSpoils: Spoils = {
  "the name": (spoilt) => {
    made(spoilt).CustomerName = "Somebody";
  },
  "the e-mail": (spoilt) => {
    made(spoilt).Email = "somebody@mixed.example";
  },
  "a first name": (spoilt) => {
    made(spoilt).ContactFirstName = null;
  },
  "the code": (spoilt) => {
    made(spoilt).CustomerCode = "BRAMBLE-1";
  },
  "the currency": (spoilt) => {
    thing(made(spoilt).Currency ?? undefined).CurrencyCode = "NZD";
  },
  "a note that nobody wrote": (spoilt) => {
    made(spoilt).Notes = "Nice person";
  },
  "an address of nowhere": (spoilt) => {
    thing(recognised(spoilt).Addresses[0]).City = "Elsewhere";
  },
  "a field that is not carried": (spoilt) => {
    Object.assign(made(spoilt), { Website: "https://mixed.example" });
  },
  "one that is out of use": (spoilt) => {
    recognised(spoilt).Obsolete = true;
    thing(spoilt.account.before.Customers.find(({ Guid }) => Guid === recognised(spoilt).Guid)).Obsolete =
      true;
  },
  "what staff had written": (spoilt) => {
    recognised(spoilt).PhoneNumber = "+61295550100";
  },
  "a note of staff that was wiped": (spoilt) => {
    recognised(spoilt).Notes = null;
  },
  "a setting of staff": (spoilt) => {
    Object.assign(recognised(spoilt), { PaymentTerm: "30 Days" });
  },
  "a customer of nobody in the shop": (spoilt) => {
    strange(spoilt).Notes = null;
  },
  "a customer that was there and is gone": (spoilt) =>
    drop(spoilt.account.after.Customers, ({ CustomerCode }) => CustomerCode === "OLD-2"),
  "the customer of guests": (spoilt) => {
    thing(
      spoilt.account.after.Customers.find(({ CustomerCode }) => CustomerCode === "SHOPIFY-GUESTS"),
    ).Email = "guests@mixed.example";
  },
};
