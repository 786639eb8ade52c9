import { gid } from "../../state/ids.ts";
import type { CalculatedOrderRecord, JobRecord, SubscriptionRecord } from "../../state/app-records.ts";
import { add, nothing } from "../../state/money.ts";
import type { GraphContext } from "../graph-context.ts";
import { currentQuantity } from "../../orders/line-sums.ts";
import { paginateInOrder } from "../paginate.ts";
import { pageArguments, typeFields } from "../type-fields.ts";
import { isoTime, moneyBag } from "../views.ts";

/** Anything with a GID of its own in the answer only. */
export interface InstallationView {
  readonly __typename: "AppInstallation";
}

const scopeDescription = (handle: string) => `${handle.replace("_", " ").replaceAll("_", " ")}`;

export const installationFields = typeFields<InstallationView>({
  id: (_view, _args, { shop }) => gid("AppInstallation", shop.settings.shopId),
  accessScopes: (_view, _args, { granted }) =>
    [...granted].map((handle) => ({ handle, description: scopeDescription(handle) })),
});

export const subscriptionFields = typeFields<SubscriptionRecord>({
  id: (subscription) => gid("WebhookSubscription", subscription.id),
  legacyResourceId: (subscription) => subscription.id,
  topic: (subscription) => subscription.topic,
  uri: (subscription) => subscription.uri,
  callbackUrl: (subscription) => subscription.uri,
  endpoint: (subscription) => endpointView(subscription.uri),
  format: (subscription) => subscription.format,
  filter: (subscription) => subscription.filter,
  includeFields: (subscription) => subscription.includeFields,
  metafieldNamespaces: (subscription) => subscription.metafieldNamespaces,
  metafields: () => [],
  name: (subscription) => subscription.name,
  apiVersion: (subscription) => ({
    handle: subscription.apiVersion,
    displayName: subscription.apiVersion,
    supported: true,
  }),
  createdAt: (subscription) => isoTime(subscription.createdAt),
  updatedAt: (subscription) => isoTime(subscription.updatedAt),
});

function endpointView(uri: string) {
  if (uri.startsWith("pubsub://")) {
    const [pubSubProject = "", pubSubTopic = ""] = uri.slice("pubsub://".length).split(":");
    return { __typename: "WebhookPubSubEndpoint", pubSubProject, pubSubTopic };
  }
  if (uri.startsWith("arn:")) return { __typename: "WebhookEventBridgeEndpoint", arn: uri };
  return { __typename: "WebhookHttpEndpoint", callbackUrl: uri };
}

export const jobFields = typeFields<JobRecord>({
  id: (job) => gid("Job", job.id),
  done: (job) => job.done,
  query: (job) => (job.done ? {} : null),
});

/** Line of an edit that was begun. */
export interface CalculatedLineView {
  readonly id: string;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly sku: string | null;
  readonly quantity: number;
  readonly editableQuantity: number;
  readonly editableQuantityBeforeChanges: number;
  readonly restockable: boolean;
  readonly restocking: boolean;
  readonly hasStagedLineItemDiscount: boolean;
  readonly variant: unknown;
  readonly originalUnitPriceSet: unknown;
  readonly discountedUnitPriceSet: unknown;
  readonly customAttributes: readonly unknown[];
  readonly stagedChanges: readonly unknown[];
}

export function calculatedLines(
  calculated: CalculatedOrderRecord,
  { shop }: GraphContext,
): CalculatedLineView[] {
  const order = shop.data.orders.get(calculated.orderId);
  if (!order) return [];
  const changed = order.lines.map((line): CalculatedLineView => {
    const current = currentQuantity(line);
    const price = moneyBag(line.unitPrice, order);
    const wanted = calculated.quantities[line.id] ?? current;
    return {
      id: gid("CalculatedLineItem", line.id),
      title: line.title,
      variantTitle: line.variantTitle,
      sku: line.sku,
      quantity: wanted,
      editableQuantity: Math.max(0, wanted - line.fulfilled),
      editableQuantityBeforeChanges: Math.max(0, current - line.fulfilled),
      restockable: true,
      restocking: wanted < current,
      hasStagedLineItemDiscount: false,
      variant: line.variantId ? (shop.data.variants.get(line.variantId) ?? null) : null,
      originalUnitPriceSet: price,
      discountedUnitPriceSet: price,
      customAttributes: line.customAttributes,
      stagedChanges: [],
    };
  });
  const added = calculated.added.flatMap((line): CalculatedLineView[] => {
    const variant = shop.data.variants.get(line.variantId);
    const product = variant && shop.data.products.get(variant.productId);
    if (!variant || !product) return [];
    const price = moneyBag(line.unitPrice, order);
    return [
      {
        id: gid("CalculatedLineItem", line.id),
        title: product.title,
        variantTitle: variant.title,
        sku: variant.sku,
        quantity: line.quantity,
        editableQuantity: line.quantity,
        editableQuantityBeforeChanges: 0,
        restockable: true,
        restocking: false,
        hasStagedLineItemDiscount: false,
        variant,
        originalUnitPriceSet: price,
        discountedUnitPriceSet: price,
        customAttributes: [],
        stagedChanges: [],
      },
    ];
  });
  return [...changed, ...added];
}

export const calculatedOrderFields = typeFields<CalculatedOrderRecord>({
  id: (calculated) => gid("CalculatedOrder", calculated.id),
  originalOrder: (calculated, _args, { shop }) => shop.data.orders.get(calculated.orderId) ?? null,
  committed: () => false,
  lineItems: {
    args: pageArguments,
    resolve: (calculated, args, context) =>
      paginateInOrder(calculatedLines(calculated, context), args, ({ id }) => id),
  },
  addedLineItems: {
    args: pageArguments,
    resolve: (calculated, args, context) => {
      const ids = new Set(calculated.added.map(({ id }) => gid("CalculatedLineItem", id)));
      return paginateInOrder(
        calculatedLines(calculated, context).filter(({ id }) => ids.has(id)),
        args,
        ({ id }) => id,
      );
    },
  },
  subtotalPriceSet: (calculated, _args, context) => {
    const order = context.shop.data.orders.get(calculated.orderId);
    if (!order) return null;
    const kept = order.lines.map((line) => {
      const units = BigInt(calculated.quantities[line.id] ?? currentQuantity(line));
      return { shop: line.unitPrice.shop * units, presentment: line.unitPrice.presentment * units };
    });
    const added = calculated.added.map((line) => {
      const units = BigInt(line.quantity);
      return { shop: line.unitPrice.shop * units, presentment: line.unitPrice.presentment * units };
    });
    return moneyBag(add(...kept, ...added, nothing), order);
  },
});
