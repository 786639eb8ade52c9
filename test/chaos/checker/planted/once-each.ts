import { salesOrder, made, strange, record, drop, post, thing, idOf, saying, type Spoils } from "./spoilt.ts";

export const onceEachSpoils: Spoils = {
  "a sales order is missing": (spoilt) =>
    drop(spoilt.account.after.SalesOrders, ({ OrderNumber }) => OrderNumber === spoilt.names.carried),
  "an order has two sales orders": saying(/should have one sales order and has 2/, (spoilt) => {
    spoilt.account.after.SalesOrders.push({
      ...salesOrder(spoilt),
      Guid: "00000000-0000-4000-8000-000000000001",
    });
  }),
  "an order that was never paid has one": saying(/never was to be carried over: ORDER_NOT_PAID/, (spoilt) => {
    spoilt.account.after.SalesOrders.push({
      ...salesOrder(spoilt),
      Guid: "00000000-0000-4000-8000-000000000001",
      OrderNumber: spoilt.names.unpaid,
      SourceId: idOf(spoilt, spoilt.names.unpaid),
    });
  }),
  "an order with an unknown product has one": saying(
    /never was to be carried over: UNKNOWN_PRODUCT/,
    (spoilt) => {
      spoilt.account.after.SalesOrders.push({
        ...salesOrder(spoilt),
        Guid: "00000000-0000-4000-8000-000000000001",
        OrderNumber: spoilt.names.unknownProduct,
        SourceId: idOf(spoilt, spoilt.names.unknownProduct),
      });
    },
  ),
  "a sales order stands for nothing": saying(/the shop has none of that id/, (spoilt) => {
    spoilt.account.after.SalesOrders.push({
      ...salesOrder(spoilt),
      Guid: "00000000-0000-4000-8000-000000000001",
      OrderNumber: "#9999",
      SourceId: "1",
    });
  }),
  "a customer stands for nobody": saying(/stands for no record/, (spoilt) => {
    spoilt.account.after.Customers.push({
      ...made(spoilt),
      Guid: "00000000-0000-4000-8000-000000000001",
      CustomerCode: "WHO-1",
      Email: null,
    });
  }),
  "one person has two customers": saying(/2 customers were made for/, (spoilt) => {
    const guid = "00000000-0000-4000-8000-000000000001";
    const email = "Peregrine.1@mixed.example";
    spoilt.account.after.Customers.push({
      ...made(spoilt),
      Guid: guid,
      CustomerCode: "PEREGRINE1-00000000",
      CustomerName: email,
      ContactFirstName: null,
      ContactLastName: null,
      Addresses: [],
    });
    salesOrder(spoilt, spoilt.names.sameAsGuest).Customer.Guid = guid;
    const guest = ({ recordId }: { readonly recordId: string }) => /^guest:[0-9a-f]+$/.test(recordId);
    thing(spoilt.hub.records.find(guest)).link = { targetKind: "Customers", externalId: guid };
  }),
  "somebody was made whom the account had before": saying(/which OLD-2 had before/, (spoilt) => {
    thing(spoilt.account.before.Customers.find(({ CustomerCode }) => CustomerCode === "OLD-2")).Email =
      "peregrine.1@mixed.example";
    strange(spoilt).Email = "peregrine.1@mixed.example";
  }),
  "a product was made": (spoilt) => {
    const product = thing(spoilt.account.after.Products[0]);
    spoilt.account.after.Products.push({ ...product, Guid: "00000000-0000-4000-8000-000000000001" });
  },
  "what was made is gone": saying(/not there any more/, (spoilt) => {
    const { guid, ...request } = { guid: "00000000-0000-4000-8000-000000000001", ...post(spoilt) };
    const { journal } = record(spoilt);
    const planned = thing(journal.find(({ code }) => code === "PLANNED_CREATE"));
    journal.push({ ...planned }, { ...planned });
    spoilt.log.account.push({ ...request, path: `/unleashed/SalesOrders/${guid}` });
  }),
};
