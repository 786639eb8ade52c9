import type { CreditNoteBody } from "../../schema.ts";

/** What a free credit should say. Kept as the agreement, so it is plain JSON and small. */
export interface DesiredCredit {
  /** `#1001` */
  readonly label: string;
  /** GUID that Waybill derives for the refund; the same on every attempt. */
  readonly guid: string;
  /** ISO; no credit of the refund is older. */
  readonly refundedAt: string;
  readonly body: CreditNoteBody;
  /** How each line came about, for people, by position. */
  readonly notes: readonly string[];
  /** What the credit comes to, in shop money, with tax. */
  readonly total: string;
  readonly tax: string;
}
