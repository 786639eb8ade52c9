import type { ProductRecord, VariantRecord } from "../state/catalogue-records.ts";
import { toUnits } from "../state/money.ts";
import type { Shop } from "../state/shop.ts";
import { tidyTags } from "../state/tags.ts";
import { findLocation } from "./add-location.ts";
import type { ProductSpec, VariantSpec } from "./catalogue.ts";

/** Adds a product with its variants without telling anybody. */
export function addProduct(shop: Shop, spec: ProductSpec): ProductRecord {
  const at = spec.createdAt === undefined ? shop.clock.now() : Date.parse(spec.createdAt);
  const optionNames = spec.optionNames ?? (spec.variants.some((one) => one.options) ? ["Option"] : ["Title"]);
  const product: ProductRecord = {
    __typename: "Product",
    id: shop.ids.next("Product", { large: spec.largeIds === true }),
    createdAt: at,
    updatedAt: at,
    title: spec.title,
    handle: spec.handle ?? handleOf(spec.title),
    descriptionHtml: spec.descriptionHtml ?? "",
    vendor: spec.vendor ?? shop.settings.name,
    productType: spec.productType ?? "",
    tags: tidyTags(spec.tags ?? []),
    status: spec.status ?? "ACTIVE",
    isGiftCard: spec.giftCard ?? false,
    optionNames,
    variantIds: [],
  };
  shop.data.products.set(product.id, product);
  for (const variant of spec.variants) addVariant(shop, product, variant, spec.largeIds === true);
  shop.revision += 1;
  return product;
}

export function addVariant(
  shop: Shop,
  product: ProductRecord,
  spec: VariantSpec,
  large = false,
): VariantRecord {
  const { currency } = shop.settings;
  const optionValues = spec.options ?? ["Default Title"];
  const variant: VariantRecord = {
    __typename: "ProductVariant",
    id: shop.ids.next("ProductVariant", { large }),
    productId: product.id,
    inventoryItemId: shop.ids.next("InventoryItem", { large }),
    createdAt: product.updatedAt,
    updatedAt: product.updatedAt,
    title: optionValues.join(" / "),
    optionValues,
    sku: spec.sku ?? null,
    barcode: spec.barcode ?? null,
    price: toUnits(spec.price, currency),
    compareAtPrice: spec.compareAtPrice ? toUnits(spec.compareAtPrice, currency) : null,
    taxable: spec.taxable ?? !product.isGiftCard,
    requiresShipping: spec.requiresShipping ?? !product.isGiftCard,
    tracked: spec.tracked ?? !product.isGiftCard,
    grams: spec.grams ?? 0,
    inventoryPolicy: spec.inventoryPolicy ?? "DENY",
    available: stockOf(shop, spec.stock),
  };
  shop.data.variants.set(variant.id, variant);
  product.variantIds.push(variant.id);
  return variant;
}

function stockOf(shop: Shop, stock: VariantSpec["stock"]): Record<string, number> {
  const [home] = shop.data.locations.keys();
  if (typeof stock === "number") return home === undefined ? {} : { [home]: stock };
  return Object.fromEntries(
    Object.entries(stock ?? {}).map(([name, units]) => [findLocation(shop, name).id, units]),
  );
}

function handleOf(title: string): string {
  return title
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}
