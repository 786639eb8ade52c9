import type { ProtectedData, TokenRecord } from "../state/app-records.ts";
import type { Shop } from "../state/shop.ts";
import type { ServedVersion } from "./schema-store.ts";

/** What one GraphQL request carries to the resolvers. */
export interface GraphContext {
  readonly shop: Shop;
  readonly version: ServedVersion;
  readonly granted: ReadonlySet<string>;
  readonly protection: ProtectedData;
  /** Shown as `extensions.search`. */
  readonly searches: SearchReport[];
  /** Time at the start of the request. */
  readonly now: number;
}

export interface SearchReport {
  readonly path: readonly (string | number)[];
  readonly query: string;
  readonly parsed: unknown;
  readonly warnings: readonly SearchWarning[];
}

export interface SearchWarning {
  readonly field: string;
  readonly message: string;
  readonly code: string;
}

/** Scopes of a token; writing includes reading. */
export function grantedScopes(token: Pick<TokenRecord, "scopes">): ReadonlySet<string> {
  const granted = new Set(token.scopes);
  for (const scope of token.scopes)
    if (scope.startsWith("write_")) granted.add(`read_${scope.slice("write_".length)}`);
  return granted;
}

/** Orders older than this are hidden from apps without `read_all_orders`. */
export const orderWindowMs = 60 * 24 * 60 * 60 * 1000;
