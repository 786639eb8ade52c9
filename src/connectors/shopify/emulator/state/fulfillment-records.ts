/** The work of sending an order's units: what is to leave from where. Made with the order, built when first asked for. */
export interface FulfillmentWork {
  readonly orders: FulfillmentOrderRecord[];
  /** Lines made so far, those that are gone included: ids count on. */
  linesMade: number;
}

export type FulfillmentOrderStatus =
  "OPEN" | "IN_PROGRESS" | "SCHEDULED" | "ON_HOLD" | "INCOMPLETE" | "CLOSED" | "CANCELLED";

/** Units of one order that are to leave from one location in one way. */
export interface FulfillmentOrderRecord {
  readonly __typename: "FulfillmentOrder";
  readonly id: string;
  readonly orderId: string;
  readonly createdAt: number;
  updatedAt: number;
  status: FulfillmentOrderStatus;
  readonly methodType: DeliveryMethodType;
  /** Null: the shop has no location. */
  locationId: string | null;
  readonly fulfillAt: number;
  /** Somebody said that the work is under way; it cannot be moved until it is opened again. */
  hasReportedProgress: boolean;
  holds: FulfillmentHoldRecord[];
  lines: FulfillmentOrderLineRecord[];
  /** The fulfillment order that a hold took units out of, leaving this one; they join again when the hold is released. */
  readonly splitByHoldFrom: string | null;
}

export type DeliveryMethodType = "SHIPPING" | "RETAIL" | "NONE";

export interface FulfillmentOrderLineRecord {
  readonly id: string;
  readonly lineId: string;
  /** Units that this line is about, those that left included. */
  total: number;
  remaining: number;
}

export interface FulfillmentHoldRecord {
  readonly __typename: "FulfillmentHold";
  readonly id: string;
  readonly reason: FulfillmentHoldReason;
  readonly reasonNotes: string | null;
  readonly handle: string;
  readonly externalId: string | null;
  /** Placed by the app; otherwise by staff. */
  readonly isFromApp: boolean;
}

export const holdReasons = [
  "AWAITING_PAYMENT",
  "AWAITING_RETURN_ITEMS",
  "HIGH_RISK_OF_FRAUD",
  "INCORRECT_ADDRESS",
  "INVENTORY_OUT_OF_STOCK",
  "ONLINE_STORE_POST_PURCHASE_CROSS_SELL",
  "OTHER",
  "UNKNOWN_DELIVERY_DATE",
] as const;

export type FulfillmentHoldReason = (typeof holdReasons)[number];

/** Units that left the shop together. */
export interface FulfillmentRecord {
  readonly __typename: "Fulfillment";
  readonly id: string;
  readonly orderId: string;
  readonly name: string;
  readonly createdAt: number;
  updatedAt: number;
  status: "SUCCESS" | "CANCELLED";
  readonly locationId: string | null;
  /** Units by line of the order; one entry each. */
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
  /** The same units by line of the fulfillment orders that they came from. */
  readonly parts: readonly FulfillmentPart[];
  tracking: TrackingRecord | null;
  readonly originAddress: OriginAddress | null;
  /** Messages that the buyer was sent about it. */
  notices: number;
}

export interface FulfillmentPart {
  readonly fulfillmentOrderId: string;
  readonly workLineId: string;
  readonly lineId: string;
  readonly quantity: number;
}

/** Parcels with one carrier; a number and the link at the same place belong together. */
export interface TrackingRecord {
  readonly company: string | null;
  readonly numbers: readonly string[];
  readonly urls: readonly string[];
}

export interface OriginAddress {
  readonly address1: string | null;
  readonly address2: string | null;
  readonly city: string | null;
  readonly countryCode: string;
  readonly provinceCode: string | null;
  readonly zip: string | null;
}
