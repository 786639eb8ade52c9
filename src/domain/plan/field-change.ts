/** One field that a write would change. */
export interface FieldChange {
  /** In the target's own words: `Customer.CustomerCode`, `SalesOrderLines[2].UnitPrice`. */
  readonly path: string;
  /** What the target holds; null when it holds nothing or does not exist yet. */
  readonly from: unknown;
  readonly to: unknown;
  /** Plain words: where the value comes from. */
  readonly why: string;
}
