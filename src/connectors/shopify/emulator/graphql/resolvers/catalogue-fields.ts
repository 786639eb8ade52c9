import { gid, parseGid } from "../../state/ids.ts";
import type {
  InventoryItemView,
  LocationRecord,
  ProductRecord,
  VariantRecord,
} from "../../state/catalogue-records.ts";
import { notModelled, refusal } from "../errors.ts";
import type { GraphContext } from "../graph-context.ts";
import { paginate, paginateInOrder } from "../paginate.ts";
import { pageArguments, typeFields } from "../type-fields.ts";
import { count, isoTime, moneyV2 } from "../views.ts";
import { noMetafields } from "./no-metafields.ts";

function variantsOf(product: ProductRecord, { shop }: GraphContext): VariantRecord[] {
  return product.variantIds.flatMap((id) => shop.data.variants.get(id) ?? []);
}

export function stockOf(variant: VariantRecord): number {
  return Object.values(variant.available).reduce((sum, units) => sum + units, 0);
}

export const productFields = typeFields<ProductRecord>({
  ...noMetafields,
  id: (product) => gid("Product", product.id),
  legacyResourceId: (product) => product.id,
  title: (product) => product.title,
  handle: (product) => product.handle,
  descriptionHtml: (product) => product.descriptionHtml,
  vendor: (product) => product.vendor,
  productType: (product) => product.productType,
  tags: (product) => product.tags,
  status: (product) => product.status,
  isGiftCard: (product) => product.isGiftCard,
  createdAt: (product) => isoTime(product.createdAt),
  updatedAt: (product) => isoTime(product.updatedAt),
  publishedAt: (product) => isoTime(product.createdAt),
  hasOnlyDefaultVariant: (product) => product.variantIds.length === 1 && product.optionNames[0] === "Title",
  totalInventory: (product, _args, context) =>
    variantsOf(product, context).reduce((sum, variant) => sum + stockOf(variant), 0),
  tracksInventory: (product, _args, context) =>
    variantsOf(product, context).some((variant) => variant.tracked),
  variantsCount: (product) => count(product.variantIds.length, undefined),
  variants: {
    args: pageArguments,
    resolve: (product, args, context) =>
      paginateInOrder(variantsOf(product, context), args, (variant) => variant.id),
  },
  category: () => null,
  priceRangeV2: (product, _args, context) => {
    const prices = variantsOf(product, context).map((variant) => variant.price);
    const currency = context.shop.settings.currency;
    const pick = (choose: (left: bigint, right: bigint) => boolean) =>
      prices.reduce((best, price) => (choose(price, best) ? price : best), prices[0] ?? 0n);
    return {
      minVariantPrice: moneyV2(
        pick((left, right) => left < right),
        currency,
      ),
      maxVariantPrice: moneyV2(
        pick((left, right) => left > right),
        currency,
      ),
    };
  },
});

export const variantFields = typeFields<VariantRecord>({
  ...noMetafields,
  id: (variant) => gid("ProductVariant", variant.id),
  legacyResourceId: (variant) => variant.id,
  title: (variant) => variant.title,
  displayName: (variant, _args, { shop }) =>
    `${shop.data.products.get(variant.productId)?.title ?? ""} - ${variant.title}`,
  sku: (variant) => variant.sku,
  barcode: (variant) => variant.barcode,
  price: (variant, _args, { shop }) => moneyV2(variant.price, shop.settings.currency).amount,
  compareAtPrice: (variant, _args, { shop }) =>
    variant.compareAtPrice === null ? null : moneyV2(variant.compareAtPrice, shop.settings.currency).amount,
  taxable: (variant) => variant.taxable,
  inventoryPolicy: (variant) => variant.inventoryPolicy,
  inventoryQuantity: (variant) => stockOf(variant),
  sellableOnlineQuantity: (variant) => stockOf(variant),
  availableForSale: (variant) =>
    !variant.tracked || variant.inventoryPolicy === "CONTINUE" || stockOf(variant) > 0,
  position: (variant, _args, { shop }) =>
    (shop.data.products.get(variant.productId)?.variantIds.indexOf(variant.id) ?? 0) + 1,
  requiresComponents: () => false,
  createdAt: (variant) => isoTime(variant.createdAt),
  updatedAt: (variant) => isoTime(variant.updatedAt),
  product: (variant, _args, { shop }) => shop.data.products.get(variant.productId) ?? null,
  inventoryItem: (variant): InventoryItemView => ({ __typename: "InventoryItem", variant }),
  selectedOptions: (variant, _args, { shop }) =>
    (shop.data.products.get(variant.productId)?.optionNames ?? []).map((name, index) => ({
      name,
      value: variant.optionValues[index] ?? "",
    })),
});

export const inventoryItemFields = typeFields<InventoryItemView>({
  id: ({ variant }) => gid("InventoryItem", variant.inventoryItemId),
  legacyResourceId: ({ variant }) => variant.inventoryItemId,
  sku: ({ variant }) => variant.sku,
  tracked: ({ variant }) => variant.tracked,
  requiresShipping: ({ variant }) => variant.requiresShipping,
  createdAt: ({ variant }) => isoTime(variant.createdAt),
  updatedAt: ({ variant }) => isoTime(variant.updatedAt),
  variant: ({ variant }) => variant,
  variants: {
    args: pageArguments,
    resolve: ({ variant }, args) =>
      paginate([variant], args, { keyOf: ({ id }) => BigInt(id), idOf: ({ id }) => id }),
  },
  duplicateSkuCount: ({ variant }, _args, { shop }) =>
    variant.sku === null
      ? 0
      : [...shop.data.variants.values()].filter(({ id, sku }) => id !== variant.id && sku === variant.sku)
          .length,
  locationsCount: ({ variant }) => count(Object.keys(variant.available).length, undefined),
  inventoryLevel: {
    args: ["locationId"],
    resolve: ({ variant }, args) => {
      const location = parseGid(String(args["locationId"]));
      if (location?.type !== "Location") throw refusal("RESOURCE_NOT_FOUND", "invalid id");
      return location.id in variant.available ? levelOf(variant, location.id) : null;
    },
  },
  inventoryLevels: {
    args: pageArguments,
    resolve: ({ variant }, args) => {
      const levels = Object.keys(variant.available).map((locationId) => levelOf(variant, locationId));
      return paginate(levels, args, {
        keyOf: ({ locationId }) => BigInt(locationId),
        idOf: ({ locationId }) => locationId,
      });
    },
  },
  unitCost: () => null,
  harmonizedSystemCode: () => null,
  countryCodeOfOrigin: () => null,
  measurement: ({ variant }) => ({ weight: { unit: "GRAMS", value: variant.grams } }),
});

/** Units of one variant at one location. */
export interface InventoryLevelView {
  readonly __typename: "InventoryLevel";
  readonly variant: VariantRecord;
  readonly locationId: string;
}

function levelOf(variant: VariantRecord, locationId: string): InventoryLevelView {
  return { __typename: "InventoryLevel", variant, locationId };
}

export const inventoryLevelFields = typeFields<InventoryLevelView>({
  id: ({ variant, locationId }) =>
    `${gid("InventoryLevel", locationId)}?inventory_item_id=${variant.inventoryItemId}`,
  item: ({ variant }): InventoryItemView => ({ __typename: "InventoryItem", variant }),
  location: ({ locationId }, _args, { shop }) => shop.data.locations.get(locationId) ?? null,
  isActive: () => true,
  createdAt: ({ variant }) => isoTime(variant.createdAt),
  updatedAt: ({ variant }) => isoTime(variant.updatedAt),
  quantities: {
    args: ["names"],
    resolve: ({ variant, locationId }, args) =>
      (args["names"] as readonly string[]).map((name) => {
        // The other states of stock follow from open orders, transfers, and counts, which are not kept.
        if (name !== "available") throw notModelled("InventoryLevel", "quantities", name);
        const id = `${gid("InventoryQuantity", locationId)}?inventory_item_id=${variant.inventoryItemId}&name=${name}`;
        return {
          id,
          name,
          quantity: variant.available[locationId] ?? 0,
          updatedAt: isoTime(variant.updatedAt),
        };
      }),
  },
});

export const locationFields = typeFields<LocationRecord>({
  ...noMetafields,
  id: (location) => gid("Location", location.id),
  legacyResourceId: (location) => location.id,
  name: (location) => location.name,
  isActive: (location) => location.isActive,
  fulfillsOnlineOrders: (location) => location.fulfillsOnlineOrders,
  shipsInventory: (location) => location.isActive,
  isFulfillmentService: () => false,
  isPrimary: (location, _args, { shop }) => [...shop.data.locations.keys()][0] === location.id,
  hasActiveInventory: () => true,
  createdAt: (location) => isoTime(location.createdAt),
  updatedAt: (location) => isoTime(location.updatedAt),
  address: (location) => ({
    address1: location.address1,
    address2: location.address2,
    city: location.city,
    province: location.province,
    provinceCode: location.provinceCode,
    country: location.country,
    countryCode: location.countryCode,
    zip: location.zip,
    phone: location.phone,
    latitude: null,
    longitude: null,
  }),
});
