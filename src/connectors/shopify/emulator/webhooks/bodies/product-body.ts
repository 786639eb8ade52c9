import { stockOf } from "../../graphql/resolvers/catalogue-fields.ts";
import { fixedText } from "../../state/money.ts";
import type { ProductRecord, VariantRecord } from "../../state/catalogue-records.ts";
import type { Shop } from "../../state/shop.ts";
import { idNumber } from "./json-number.ts";
import { shopTime } from "./shop-time.ts";

/** Variants beyond these are named in `variant_gids` only. Source: "products/update" among the webhook topics. */
const fullVariants = 100;

export function productBody(product: ProductRecord, shop: Shop) {
  const { timezone } = shop.settings;
  const variants = product.variantIds.flatMap((id) => shop.data.variants.get(id) ?? []);
  return {
    admin_graphql_api_id: `gid://shopify/Product/${product.id}`,
    body_html: product.descriptionHtml,
    created_at: shopTime(product.createdAt, timezone),
    handle: product.handle,
    id: idNumber(product.id),
    product_type: product.productType,
    published_at: product.status === "ACTIVE" ? shopTime(product.createdAt, timezone) : null,
    template_suffix: null,
    title: product.title,
    updated_at: shopTime(product.updatedAt, timezone),
    vendor: product.vendor,
    status: product.status.toLowerCase(),
    published_scope: "web",
    tags: product.tags.join(", "),
    variants: variants.slice(0, fullVariants).map((variant, index) => variantBody(variant, index + 1, shop)),
    options: product.optionNames.map((name, index) => ({
      id: idNumber((BigInt(product.id) * 10n + BigInt(index)).toString()),
      product_id: idNumber(product.id),
      name,
      position: index + 1,
      values: [...new Set(variants.flatMap((variant) => variant.optionValues[index] ?? []))],
    })),
    images: [],
    image: null,
    media: [],
    variant_gids: variants
      .toSorted((left, right) => right.updatedAt - left.updatedAt)
      .map((variant) => ({
        admin_graphql_api_id: `gid://shopify/ProductVariant/${variant.id}`,
        updated_at: new Date(variant.updatedAt).toISOString(),
      })),
    has_variants_that_requires_components: false,
    category: null,
  };
}

function variantBody(variant: VariantRecord, position: number, shop: Shop) {
  const { currency, timezone } = shop.settings;
  const stock = stockOf(variant);
  return {
    admin_graphql_api_id: `gid://shopify/ProductVariant/${variant.id}`,
    barcode: variant.barcode,
    compare_at_price: variant.compareAtPrice === null ? null : fixedText(variant.compareAtPrice, currency),
    created_at: shopTime(variant.createdAt, timezone),
    id: idNumber(variant.id),
    inventory_policy: variant.inventoryPolicy.toLowerCase(),
    position,
    price: fixedText(variant.price, currency),
    product_id: idNumber(variant.productId),
    sku: variant.sku,
    taxable: variant.taxable,
    title: variant.title,
    updated_at: shopTime(variant.updatedAt, timezone),
    option1: variant.optionValues[0] ?? variant.title,
    option2: variant.optionValues[1] ?? null,
    option3: variant.optionValues[2] ?? null,
    image_id: null,
    inventory_item_id: idNumber(variant.inventoryItemId),
    inventory_quantity: stock,
    old_inventory_quantity: stock,
  };
}

export function inventoryLevelBody(variant: VariantRecord, locationId: string, shop: Shop) {
  return {
    inventory_item_id: idNumber(variant.inventoryItemId),
    location_id: idNumber(locationId),
    available: variant.available[locationId] ?? null,
    updated_at: shopTime(variant.updatedAt, shop.settings.timezone),
    admin_graphql_api_id: `gid://shopify/InventoryLevel/${locationId}?inventory_item_id=${variant.inventoryItemId}`,
  };
}
