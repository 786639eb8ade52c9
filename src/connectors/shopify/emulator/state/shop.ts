import type { EmulatorClock } from "#connectors/kit/emulator/emulator.ts";
import { createSeededRandom } from "#connectors/kit/emulator/seeded-random.ts";
import type { SeededRandom } from "#connectors/kit/emulator/seeded-random.ts";
import type { ShopEvent } from "../webhooks/shop-event.ts";
import type {
  CalculatedOrderRecord,
  IdempotencyRecord,
  JobRecord,
  ProtectedData,
  RefreshTokenRecord,
  SubscriptionRecord,
  TokenRecord,
} from "./app-records.ts";
import type { BulkRun } from "../bulk/start-operation.ts";
import { usualBulkBehaviour } from "./bulk-records.ts";
import type { BulkBehaviour, BulkOperationRecord } from "./bulk-records.ts";
import { createBucket } from "./bucket.ts";
import type { Bucket } from "./bucket.ts";
import type { LocationRecord, ProductRecord, VariantRecord } from "./catalogue-records.ts";
import { createIdSource } from "./ids.ts";
import type { IdKind, IdSource } from "./ids.ts";
import type { OrderRecord } from "./order-records.ts";
import type {
  CompanyContactRecord,
  CompanyLocationRecord,
  CompanyRecord,
  CustomerRecord,
  GiftCardRecord,
} from "./party-records.ts";
import type { PlanName } from "./plans.ts";
import { defaultSwitches } from "./switches.ts";
import type { ShopSwitches } from "./switches.ts";

/** A tax that the shop charges; `rate` is decimal text, `"0.1"`. */
export interface TaxSetting {
  readonly title: string;
  readonly rate: string;
  readonly channelLiable: boolean;
}

export interface ShopSettings {
  readonly store: string;
  readonly domain: string;
  readonly name: string;
  readonly shopId: string;
  readonly seed: number;
  readonly currency: string;
  readonly taxesIncluded: boolean;
  readonly timezone: string;
  readonly taxes: readonly TaxSetting[];
  readonly defaultVersion: string;
  readonly strictHttps: boolean;
  /** Units of a foreign currency for one unit of the shop's, decimal text by currency code. */
  readonly exchangeRates: Readonly<Record<string, string>>;
}

/** Everything that changes; a copy of it is a snapshot. */
export interface ShopData {
  readonly orders: Map<string, OrderRecord>;
  readonly customers: Map<string, CustomerRecord>;
  readonly customerIdByEmail: Map<string, string>;
  /** Ids that were merged away, and what they became. */
  readonly mergedCustomers: Map<string, string>;
  readonly companies: Map<string, CompanyRecord>;
  readonly companyLocations: Map<string, CompanyLocationRecord>;
  readonly companyContacts: Map<string, CompanyContactRecord>;
  readonly products: Map<string, ProductRecord>;
  readonly variants: Map<string, VariantRecord>;
  readonly locations: Map<string, LocationRecord>;
  readonly giftCards: Map<string, GiftCardRecord>;
  readonly issuedIds: Partial<Record<IdKind, number>>;
  /** Number of the latest order. */
  orderNumber: number;
  plan: PlanName;
  protectedData: ProtectedData;
  /** How long a write stays unseen by searches and lists, in milliseconds. */
  indexDelayMs: number;
}

/** The app's side: not part of the shop's own life, kept by `reset`. */
export interface Installation {
  scopes: readonly string[];
  installed: boolean;
  readonly tokens: Map<string, TokenRecord>;
  readonly refreshTokens: Map<string, RefreshTokenRecord>;
  /** Authorization codes that were not used yet, with the scopes that they were asked for. */
  readonly codes: Map<string, { readonly expiresAt: number; readonly scopes: readonly string[] | null }>;
  readonly subscriptions: Map<string, SubscriptionRecord>;
  /** Address of the privacy topics, which the app's configuration declares. */
  privacyUri: string | null;
}

export interface Shop {
  readonly settings: ShopSettings;
  readonly clock: EmulatorClock;
  readonly random: SeededRandom;
  readonly app: { readonly clientId: string; readonly clientSecret: string };
  switches: ShopSwitches;
  /** The points that the app may spend. */
  readonly bucket: Bucket;
  /** Cancels of timers that run for the shop. */
  readonly timers: Set<() => void>;
  data: ShopData;
  ids: IdSource;
  readonly installation: Installation;
  readonly jobs: Map<string, JobRecord>;
  readonly calculatedOrders: Map<string, CalculatedOrderRecord>;
  readonly idempotency: Map<string, IdempotencyRecord>;
  readonly bulk: {
    readonly operations: Map<string, BulkOperationRecord>;
    /** Those that are not over. */
    readonly running: Map<string, BulkRun>;
    behaviour: BulkBehaviour;
    /** What went wrong in the emulator itself while nobody waited for an answer. */
    readonly defects: string[];
  };
  /** Moves with every change, so that sorted lists can be kept. */
  revision: number;
  /** Sends what happened to the app; events of one call share one event id. */
  publish(events: readonly ShopEvent[]): void;
}

export function createShop(options: {
  readonly settings: ShopSettings;
  readonly clock: EmulatorClock;
  readonly app: Shop["app"];
  readonly plan: PlanName;
  readonly scopes: readonly string[];
  /** Over the default ones. */
  readonly switches?: Partial<ShopSwitches>;
}): Shop {
  const data = emptyData(options.plan);
  const shop: Shop = {
    settings: options.settings,
    clock: options.clock,
    random: createSeededRandom(options.settings.seed),
    app: options.app,
    switches: { ...defaultSwitches, ...options.switches },
    bucket: createBucket(options.clock, () => shop.data.plan),
    timers: new Set(),
    data,
    ids: createIdSource(options.settings.seed, data.issuedIds),
    installation: {
      scopes: options.scopes,
      installed: true,
      tokens: new Map(),
      refreshTokens: new Map(),
      codes: new Map(),
      subscriptions: new Map(),
      privacyUri: null,
    },
    jobs: new Map(),
    calculatedOrders: new Map(),
    idempotency: new Map(),
    bulk: { operations: new Map(), running: new Map(), behaviour: usualBulkBehaviour, defects: [] },
    revision: 0,
    publish: () => undefined,
  };
  return shop;
}

function emptyData(plan: PlanName): ShopData {
  return {
    orders: new Map(),
    customers: new Map(),
    customerIdByEmail: new Map(),
    mergedCustomers: new Map(),
    companies: new Map(),
    companyLocations: new Map(),
    companyContacts: new Map(),
    products: new Map(),
    variants: new Map(),
    locations: new Map(),
    giftCards: new Map(),
    issuedIds: {},
    orderNumber: 1000,
    plan,
    protectedData: { customer: "ok", name: "ok", address: "ok", email: "ok", phone: "ok" },
    indexDelayMs: 0,
  };
}

/** A copy of everything the shop holds, ids included. */
export function snapshotShop(shop: Shop): ShopData {
  return structuredClone(shop.data);
}

/**
 * Puts a snapshot back. With `keepNumbers` ids and order numbers go on from where they are, as no real store gives a
 * number twice: whoever remembers the records that are gone must not take new ones for them.
 */
export function restoreShop(
  shop: Shop,
  snapshot: ShopData,
  options: { readonly keepNumbers: boolean },
): void {
  const { issuedIds, orderNumber } = shop.data;
  shop.data = structuredClone(snapshot);
  if (options.keepNumbers) {
    Object.assign(shop.data.issuedIds, issuedIds);
    shop.data.orderNumber = Math.max(orderNumber, shop.data.orderNumber);
  }
  shop.ids = createIdSource(shop.settings.seed, shop.data.issuedIds);
  stopTimers(shop);
  shop.bucket.refill();
  shop.jobs.clear();
  shop.calculatedOrders.clear();
  shop.idempotency.clear();
  shop.bulk.operations.clear();
  shop.bulk.behaviour = usualBulkBehaviour;
  shop.revision += 1;
}

/** Ends what still runs for the shop, such as a job. */
export function stopTimers(shop: Shop): void {
  for (const cancel of shop.timers) cancel();
  shop.timers.clear();
}

/** Marks an order as changed now. */
export function touchOrder(shop: Shop, order: OrderRecord): void {
  order.updatedAt = shop.clock.now();
  order.revision += 1;
  shop.revision += 1;
}

/** Marks any other record as changed now. */
export function touch(shop: Shop, record: { updatedAt: number }): void {
  record.updatedAt = shop.clock.now();
  shop.revision += 1;
}

/** A version 4 UUID from the shop's own row of random numbers. */
export function nextUuid(shop: Shop): string {
  const hex = nextHex(shop, 32);
  const variant = "89ab"[Math.floor(shop.random() * 4)] ?? "8";
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

export function nextHex(shop: Shop, length: number): string {
  let hex = "";
  while (hex.length < length) {
    hex += Math.floor(shop.random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, "0");
  }
  return hex.slice(0, length);
}
