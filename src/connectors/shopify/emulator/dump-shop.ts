import {
  companyLocationShape,
  companyShape,
  customerShape,
  locationShape,
  orderShape,
  productShape,
  shopShape,
  subscriptionShape,
} from "./dump-shapes.ts";
import type { DumpShape } from "./dump-shapes.ts";
import { typeNameOf } from "./graphql/field-resolver.ts";
import type { GraphContext } from "./graphql/graph-context.ts";
import { maxPageSize } from "./graphql/paginate.ts";
import { modelledTypes } from "./graphql/resolvers/types.ts";
import { loadSchema, servedVersions } from "./graphql/schema-store.ts";
import { executorOf } from "./graphql/version-executor.ts";
import { moneyBag } from "./graphql/views.ts";
import { gid } from "./state/ids.ts";
import type { Shop } from "./state/shop.ts";

/**
 * The whole shop for whoever compares both sides: every collection, each record in the shape of its GraphQL object
 * (connections as `{"nodes": […]}`), nothing withheld, no index delay, no window of sixty days.
 */
export function dumpShop(shop: Shop): Record<string, unknown> {
  const context = seeingEverything(shop);
  const all = (records: Iterable<object>, shape: DumpShape) =>
    Array.from(records, (record) => dumpRecord(record, shape, context));
  const { data, installation } = shop;
  return {
    shop: dumpRecord({ __typename: "Shop", shop }, shopShape, context),
    orders: all(data.orders.values(), orderShape),
    customers: all(data.customers.values(), customerShape),
    companies: all(data.companies.values(), companyShape),
    companyLocations: all(data.companyLocations.values(), companyLocationShape),
    products: all(data.products.values(), productShape),
    locations: all(data.locations.values(), locationShape),
    giftCards: Array.from(data.giftCards.values(), (card) => {
      const money = (amount: typeof card.balance) =>
        moneyBag(amount, { currency: card.currency, presentmentCurrency: card.currency }).shopMoney;
      return {
        id: gid("GiftCard", card.id),
        lastCharacters: card.lastCharacters,
        initialValue: money(card.initialValue),
        balance: money(card.balance),
        order: card.orderId === null ? null : { id: gid("Order", card.orderId) },
      };
    }),
    webhookSubscriptions: all(installation.subscriptions.values(), subscriptionShape),
    currentAppInstallation: { installed: installation.installed, accessScopes: installation.scopes },
  };
}

function seeingEverything(shop: Shop): GraphContext {
  const newest = servedVersions[servedVersions.length - 1] ?? servedVersions[0];
  return {
    shop,
    get version() {
      return loadSchema(newest);
    },
    get executor() {
      return executorOf(newest);
    },
    token: { token: "", kind: "static", scopes: null, expiresAt: null },
    granted: new Set(["read_all_orders", "read_merchant_managed_fulfillment_orders"]),
    protection: { customer: "ok", name: "ok", address: "ok", email: "ok", phone: "ok" },
    searches: [],
    now: shop.clock.now(),
    idempotencyKey: null,
    origin: "",
    bulk: null,
  };
}

function dumpRecord(record: object, shape: DumpShape, context: GraphContext): Record<string, unknown> {
  const dumped: Record<string, unknown> = {};
  for (const field of shape.fields) dumped[field] = plain(readField(record, field, context));
  for (const [field, below] of Object.entries(shape.nested ?? {}))
    dumped[field] = dumpValue(readField(record, field, context), below, context);
  return dumped;
}

function dumpValue(value: unknown, shape: DumpShape, context: GraphContext): unknown {
  if (typeof value !== "object" || value === null) return value ?? null;
  if (Array.isArray(value)) return value.map((item) => dumpValue(item, shape, context));
  if (isPage(value)) return { nodes: value.nodes.map((node) => dumpValue(node, shape, context)) };
  return dumpRecord(value, shape, context);
}

interface WalkedPage {
  readonly nodes: readonly unknown[];
}

function isPage(value: object): value is WalkedPage {
  return "nodes" in value && Array.isArray(value.nodes);
}

/** A field as GraphQL resolves it; connections are walked to their end. */
function readField(record: object, field: string, context: GraphContext): unknown {
  const rule = modelledTypes.get(typeNameOf(record) ?? "")?.get(field);
  if (!rule) return field in record ? (record as Record<string, unknown>)[field] : null;
  const resolve = rule.resolve as (
    source: object,
    args: Readonly<Record<string, unknown>>,
    context: GraphContext,
    path: readonly string[],
  ) => unknown;
  if (!rule.args.includes("after")) return resolve(record, {}, context, [field]);
  const nodes: unknown[] = [];
  for (let after: string | null = null; ;) {
    const page = resolve(record, { first: maxPageSize, after }, context, [field]) as WalkedPage & {
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
    nodes.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return { nodes };
    after = page.pageInfo.endCursor;
  }
}

/** Values that the resolvers made for the answer; money without the name of its type. */
function plain(value: unknown): unknown {
  if (isPageValue(value)) return { nodes: value.nodes.map(plain) };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value ?? null;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, part]) => key !== "__typename" || part !== "MoneyV2")
      .map(([key, part]) => [key, plain(part)]),
  );
}

function isPageValue(value: unknown): value is WalkedPage {
  return typeof value === "object" && value !== null && isPage(value);
}
