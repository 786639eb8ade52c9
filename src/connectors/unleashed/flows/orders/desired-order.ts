import type { Reason } from "#domain/reason.ts";
import type { SalesOrderBody } from "../../schema.ts";

/**
 * What a sales order should say, and what of the shop's order it was made from. It is kept as the agreement, so it is plain JSON
 * and small.
 */
export interface DesiredOrder {
  /** GUID that Waybill derives for the order; the same on every attempt. */
  readonly guid: string;
  readonly number: string;
  /**
   * What is sent. Null: nothing is, and nothing is compared, because a person accepted the sales order as it is or the order is
   * not wanted any more.
   */
  readonly body: SalesOrderBody | null;
  /** How each line of `body` came about, for people, by position. */
  readonly notes: readonly string[];
  /** Whose customer it is. */
  readonly customerNote: string;
  /** How the total came about. */
  readonly totalNote: string;
  readonly source: SourceFacts;
  /** What the sales order was made with, for whatever follows it. Absent in agreements of versions that did not keep it; null: unknown. */
  readonly booked?: BookedFacts | null;
  /** Why the order is not wanted any more, when only an unclear earlier write brought it here. */
  readonly unwanted: Reason | null;
  /** What a person decided about a sales order that has the number: its GUID, or `create`. */
  readonly sameNumber: string | null;
  /** To how many decimals numbers are compared. */
  readonly decimals: { readonly unitPrice: number; readonly amount: number };
}

/** Of a sales order that was made: what its credits have to have, too. */
export interface BookedFacts {
  readonly customer: SalesOrderBody["Customer"];
  readonly warehouse: string;
  readonly exchangeRate: number;
  /** Refunds that the sales order has no part of, or that a person has seen to. */
  readonly includes: readonly string[];
}

/** The facts of a shop's order whose change matters to a sales order. All amounts are shop money. */
export interface SourceFacts {
  readonly cancelled: boolean;
  readonly status: string | null;
  /** By line id: current quantity, unit price, discounts, taxes. */
  readonly lines: Readonly<Record<string, string>>;
  /** By shipping line id: current price. */
  readonly shipping: Readonly<Record<string, string>>;
  /** Tip, duties, fees, cash rounding. */
  readonly extras: string;
  /** As the order stands. */
  readonly total: string;
  readonly refunds: readonly string[];
  /** Digests of the parts of the shipping address in a fixed order; empty text: withheld. */
  readonly address: readonly string[];
}
