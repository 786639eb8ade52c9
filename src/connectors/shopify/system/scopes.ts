import type { Finding } from "#connectors/kit/finding.ts";

interface NeededScope {
  readonly scope: string;
  readonly level: Finding["level"];
  /** What it is for, and what happens without. */
  readonly purpose: string;
}

/** Scopes that Waybill uses, the indispensable ones first. Source: "Shopify API access scopes". */
export const neededScopes: readonly NeededScope[] = [
  {
    scope: "read_orders",
    level: "error",
    purpose: "to read orders and be told of them; without it no order can be carried over",
  },
  {
    scope: "read_customers",
    level: "warning",
    purpose: "to know who bought; without it orders go to the placeholder customer",
  },
  {
    scope: "read_products",
    level: "warning",
    purpose: "to tell which product a line stands for; without it lines are known by their SKU only",
  },
  {
    scope: "read_locations",
    level: "warning",
    purpose:
      "to know at which location a sale was made; without it orders that are read again lose their location",
  },
  {
    scope: "read_customer_merge",
    level: "note",
    purpose:
      "to be told when two customers are merged; without it that is noticed when one of them is read again",
  },
  {
    scope: "read_all_orders",
    level: "note",
    purpose:
      "to read orders older than 60 days; without it a backfill reaches back 60 days. Shopify grants it on request",
  },
];

/** Whether a scope is granted; writing includes reading. */
export function isGranted(scope: string, granted: readonly string[]): boolean {
  return granted.includes(scope) || granted.includes(scope.replace(/^read_/, "write_"));
}

/** What is missing, in plain words; empty when nothing is. */
export function scopeFindings(granted: readonly string[]): readonly Finding[] {
  return neededScopes
    .filter(({ scope }) => !isGranted(scope, granted))
    .map(({ scope, level, purpose }) => ({
      level,
      code: scope === "read_all_orders" ? "OLD_ORDERS_HIDDEN" : "SCOPE_MISSING",
      message: `The app lacks the scope ${scope}. It is needed ${purpose}.`,
      detail: { scope },
    }));
}
