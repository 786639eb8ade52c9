import { salesOrder, line, strange, thing, type Spoils } from "./spoilt.ts";

export const everyFieldSpoils: Spoils = {
  "a cent of a line": (spoilt) => {
    line(spoilt, 0).LineTotal += 0.01;
    line(spoilt, 0).LineTotal = Number(line(spoilt, 0).LineTotal.toFixed(2));
  },
  "a cent that went from one line to another": (spoilt) => {
    for (const [index, cents] of [1, -1].entries()) {
      const changed = line(spoilt, index);
      changed.LineTotal = Number((changed.LineTotal + cents / 100).toFixed(2));
      changed.UnitPrice = Number((changed.LineTotal / changed.OrderQuantity).toFixed(4));
    }
  },
  "a cent of tax": (spoilt) => {
    salesOrder(spoilt).TaxTotal = Number((salesOrder(spoilt).TaxTotal + 0.01).toFixed(2));
  },
  "the total": (spoilt) => {
    salesOrder(spoilt).Total += 1;
  },
  "a unit price": (spoilt) => {
    line(spoilt, 0).UnitPrice += 1;
  },
  "a quantity": (spoilt) => {
    line(spoilt, 0).OrderQuantity = 3;
  },
  "a product code": (spoilt) => {
    line(spoilt, 1).Product.ProductCode = "MUG-STONE";
  },
  "the text of a charge": (spoilt) => {
    line(spoilt, 2).Product.ProductDescription = "Freight";
  },
  "a charge that is a product": (spoilt) => {
    line(spoilt, 2).LineType = null;
  },
  "a tax code": (spoilt) => {
    line(spoilt, 0).LineTaxCode = "NONE";
  },
  "a discount outside the price": (spoilt) => {
    line(spoilt, 0).DiscountRate = 0.1;
  },
  "a comment of a line": (spoilt) => {
    line(spoilt, 0).Comments = "Engraving: none";
  },
  "a line that is missing": (spoilt) => {
    salesOrder(spoilt).SalesOrderLines.pop();
  },
  "a line too many": (spoilt) => {
    const last = line(spoilt, 2);
    salesOrder(spoilt).SalesOrderLines.push({
      ...last,
      LineNumber: 4,
      LineTotal: 0,
      LineTax: 0,
      UnitPrice: 0,
    });
  },
  "two lines that took each other's place": (spoilt) => {
    [line(spoilt, 0).LineNumber, line(spoilt, 1).LineNumber] = [2, 1];
  },
  "a split line whose parts are apart": (spoilt) => {
    line(spoilt, 0, spoilt.names.split).UnitPrice = 0.01;
  },
  "the number": (spoilt) => {
    salesOrder(spoilt).OrderNumber = "#1";
  },
  "the day": (spoilt) => {
    salesOrder(spoilt).OrderDate = "/Date(1700000000000)/";
  },
  "the day it is wanted": (spoilt) => {
    salesOrder(spoilt).RequiredDate = null;
  },
  "the buyer": (spoilt) => {
    salesOrder(spoilt).Customer.Guid = strange(spoilt).Guid;
  },
  "the city": (spoilt) => {
    salesOrder(spoilt).DeliveryCity = "Elsewhere";
  },
  "the telephone number": (spoilt) => {
    salesOrder(spoilt, spoilt.names.sharedBuyer).DeliveryInstruction = null;
  },
  "the note": (spoilt) => {
    salesOrder(spoilt).Comments = null;
  },
  "the reference": (spoilt) => {
    salesOrder(spoilt).CustomerRef = null;
  },
  "the id of the order": (spoilt) => {
    salesOrder(spoilt).SourceId = null;
  },
  "the currency": (spoilt) => {
    salesOrder(spoilt).Currency.CurrencyCode = "NZD";
  },
  "the exchange rate": (spoilt) => {
    salesOrder(spoilt).ExchangeRate = 1.09;
  },
  "the status": (spoilt) => {
    salesOrder(spoilt).OrderStatus = "Completed";
  },
  "the warehouse": (spoilt) => {
    salesOrder(spoilt).Warehouse = { WarehouseCode: "NORTH" };
  },
  "a product that was there": (spoilt) => {
    thing(spoilt.account.after.Products[0]).ProductDescription = "Changed";
  },
};
