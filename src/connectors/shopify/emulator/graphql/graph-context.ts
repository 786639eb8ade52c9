import type { ProtectedData, TokenRecord } from "../state/app-records.ts";
import { effectiveProtection } from "../state/protection.ts";
import type { Shop } from "../state/shop.ts";
import type { VersionSchema } from "./schema-store.ts";
import type { VersionExecutor } from "./version-executor.ts";

/** What one GraphQL request carries to the resolvers. */
export interface GraphContext {
  readonly shop: Shop;
  readonly version: VersionSchema;
  readonly token: TokenRecord;
  /** Runs documents of the version: a bulk query is one inside another. */
  readonly executor: VersionExecutor;
  readonly granted: ReadonlySet<string>;
  readonly protection: ProtectedData;
  /** Shown as `extensions.search`. */
  readonly searches: SearchReport[];
  /** Time at the start of the request. */
  readonly now: number;
  /** Key of `@idempotent` on the mutation that runs. */
  idempotencyKey: string | null;
  /** Where the emulator is reached, for links: `http://127.0.0.1:4000/shopify/acme`. */
  readonly origin: string;
  /** Set while a bulk query runs. */
  readonly bulk: BulkWalk | null;
}

/** A bulk query runs a slice of its root records at a time, each with every row of its connections. */
export interface BulkWalk {
  /** What the root connection holds this time; null: nothing, as its records are only gathered. */
  readonly rows: readonly unknown[] | null;
  gather(rows: readonly unknown[]): void;
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

export function createGraphContext(
  shop: Shop,
  executor: VersionExecutor,
  token: TokenRecord,
  { origin, bulk = null }: { readonly origin: string; readonly bulk?: BulkWalk | null },
): GraphContext {
  return {
    shop,
    version: executor.version,
    token,
    executor,
    granted: grantedScopes(shop, token),
    protection: effectiveProtection(shop),
    searches: [],
    now: shop.clock.now(),
    idempotencyKey: null,
    origin,
    bulk,
  };
}

/** Scopes of a token that the shop still grants; writing includes reading. */
export function grantedScopes(shop: Shop, token: TokenRecord): ReadonlySet<string> {
  const installed = new Set(shop.installation.scopes);
  const granted = new Set<string>();
  for (const scope of token.scopes ?? installed) {
    if (!installed.has(scope)) continue;
    granted.add(scope);
    if (scope.startsWith("write_")) granted.add(`read_${scope.slice("write_".length)}`);
  }
  return granted;
}

/** Orders older than this are hidden from apps without `read_all_orders`. */
export const orderWindowMs = 60 * 24 * 60 * 60 * 1000;
