/** Kinds of object that carry a number of their own. */
export type IdKind =
  | "Order"
  | "LineItem"
  | "ShippingLine"
  | "OrderTransaction"
  | "Refund"
  | "RefundLineItem"
  | "RefundShippingLine"
  | "OrderAdjustment"
  | "Duty"
  | "Fulfillment"
  | "FulfillmentHold"
  | "Customer"
  | "MailingAddress"
  | "Company"
  | "CompanyLocation"
  | "CompanyContact"
  | "CompanyAddress"
  | "Product"
  | "ProductVariant"
  | "InventoryItem"
  | "Location"
  | "WebhookSubscription"
  | "CalculatedOrder"
  | "CalculatedLineItem"
  | "OrderEdit"
  | "BulkOperation"
  | "GiftCard"
  | "DataRequest";

/** First number of each kind, spread as in real stores so that no two kinds share a number. */
const firstIds: Readonly<Record<IdKind, bigint>> = {
  Order: 6_100_000_000_000n,
  LineItem: 15_200_000_000_000n,
  ShippingLine: 5_300_000_000_000n,
  OrderTransaction: 7_400_000_000_000n,
  Refund: 940_000_000_000n,
  RefundLineItem: 640_000_000_000n,
  RefundShippingLine: 150_000_000_000n,
  OrderAdjustment: 260_000_000_000n,
  Duty: 70_000_000_000n,
  Fulfillment: 5_700_000_000_000n,
  FulfillmentHold: 290_000_000_000n,
  Customer: 7_900_000_000_000n,
  MailingAddress: 9_800_000_000_000n,
  Company: 2_500_000_000n,
  CompanyLocation: 3_500_000_000n,
  CompanyContact: 4_500_000_000n,
  CompanyAddress: 5_500_000_000n,
  Product: 8_300_000_000_000n,
  ProductVariant: 44_500_000_000_000n,
  InventoryItem: 46_600_000_000_000n,
  Location: 71_000_000_000n,
  WebhookSubscription: 1_400_000_000_000n,
  CalculatedOrder: 31_000_000_000n,
  CalculatedLineItem: 32_000_000_000n,
  OrderEdit: 33_000_000_000n,
  BulkOperation: 7_933_000_000_000n,
  GiftCard: 580_000_000_000n,
  DataRequest: 34_000_000_000n,
};

/** Added on demand: beyond 2^53, where a number of JavaScript is no longer exact. */
const largeOffset = 820_982_911_000_000_001n;

const step = 32_771n;

/** Hands out ids; the same seed gives the same row of ids. */
export interface IdSource {
  next(kind: IdKind, options?: { readonly large?: boolean }): string;
  readonly issued: Partial<Record<IdKind, number>>;
}

export function createIdSource(seed: number, issued: Partial<Record<IdKind, number>>): IdSource {
  const offset = BigInt(seed >>> 0) * 97n;
  return {
    issued,
    next(kind, options = {}) {
      const count = (issued[kind] ?? 0) + 1;
      issued[kind] = count;
      const base = options.large ? largeOffset + firstIds[kind] : firstIds[kind];
      return (base + offset + BigInt(count) * step).toString();
    },
  };
}

/** What of an order is numbered by its place in the order, so that it needs no index and no number before it is asked for. */
export type OrderPart = "FulfillmentOrder" | "FulfillmentOrderLineItem";

const partOffsets: Readonly<Record<OrderPart, bigint>> = {
  FulfillmentOrder: 3_500_000_000_000n,
  FulfillmentOrderLineItem: 13_300_000_000_000n,
};

/** Id of the part at a place, from 0. Throws `RangeError` beyond what fits between two orders. */
export function orderPartId(part: OrderPart, orderId: string, place: number): string {
  if (BigInt(place) >= step) throw new RangeError(`order ${orderId} has too many parts of type ${part}`);
  return (BigInt(orderId) + partOffsets[part] + BigInt(place)).toString();
}

/** Id of the order that a part would belong to, whether or not there is one. */
export function orderOfPart(part: OrderPart, id: string, seed: number): string | undefined {
  if (!/^\d+$/.test(id)) return undefined;
  const near = BigInt(id) - partOffsets[part];
  const first = firstIds.Order + BigInt(seed >>> 0) * 97n + (near > largeOffset ? largeOffset : 0n);
  const place = (near - first) % step;
  return place < 0n ? undefined : (near - place).toString();
}

export function gid(type: string, id: string): string {
  return `gid://shopify/${type}/${id}`;
}

/** Type and id of `gid://shopify/Order/123`; undefined for any other text. */
export function parseGid(text: string): { readonly type: string; readonly id: string } | undefined {
  const match = /^gid:\/\/shopify\/(\w+)\/([\w-]+)(?:\?.*)?$/.exec(text);
  return match?.[1] && match[2] ? { type: match[1], id: match[2] } : undefined;
}
