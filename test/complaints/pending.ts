/** A part of Waybill that is planned, in the words of its users. */
export type Planned =
  | "Unleashed: shipments to fulfilments"
  | "Unleashed: changes of orders that have arrived"
  | "Unleashed: stock to Shopify"
  | "Unleashed: products and prices"
  | "Audit of both sides";

/** A part of a complaint that cannot be told yet, because what it is about does not exist. */
export interface Pending {
  /** Number of the complaint, or what was seen besides. */
  readonly complaint: number | "also seen";
  /** What the story will tell. */
  readonly what: string;
  readonly waitsFor: Planned;
}

/** Nothing of the complaints is left out in silence: what is not told as a story stands here. */
export const pending: readonly Pending[] = [
  {
    complaint: 17,
    what: "Split fulfilments of two lines with one SKU meet their lines by id, not by SKU.",
    waitsFor: "Unleashed: shipments to fulfilments",
  },
  {
    complaint: 18,
    what: "Three shipments over days become three fulfilments with tracking, each within minutes.",
    waitsFor: "Unleashed: shipments to fulfilments",
  },
  {
    complaint: 19,
    what: "An exchange changes the sales order while it may still change.",
    waitsFor: "Unleashed: changes of orders that have arrived",
  },
  {
    complaint: 20,
    what: "A cancellation deletes the sales order or credits it, by its state.",
    waitsFor: "Unleashed: changes of orders that have arrived",
  },
  {
    complaint: 21,
    what: "Stock of items that were there before is pushed, and a refused push is told.",
    waitsFor: "Unleashed: stock to Shopify",
  },
  {
    complaint: 21,
    what: "What is available is on hand less what is committed, taken off once.",
    waitsFor: "Unleashed: stock to Shopify",
  },
  {
    complaint: 22,
    what: "Echoes of stock that Waybill wrote in the shop are recognised by their content.",
    waitsFor: "Unleashed: stock to Shopify",
  },
  {
    complaint: 22,
    what: "Echoes of products and prices are recognised in both directions.",
    waitsFor: "Unleashed: products and prices",
  },
  {
    complaint: 23,
    what: "A product that is linked stays linked when its SKU is renamed; each field has one owner.",
    waitsFor: "Unleashed: products and prices",
  },
  {
    complaint: "also seen",
    what: "A deletion that no webhook told, of a record that nobody looks at, is found.",
    waitsFor: "Audit of both sides",
  },
  {
    complaint: "also seen",
    what: "A purchase that is announced only as a change of an inventory level moves stock.",
    waitsFor: "Unleashed: stock to Shopify",
  },
];
