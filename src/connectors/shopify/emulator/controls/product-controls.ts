import { z } from "zod";
import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import type { EmulatorControl } from "#connectors/kit/emulator/emulator.ts";
import { addProduct } from "../seed/add-product.ts";
import { productSchema, variantSchema } from "../seed/catalogue.ts";
import type { ProductRecord, VariantRecord } from "../state/catalogue-records.ts";
import { gid } from "../state/ids.ts";
import { toUnits } from "../state/money.ts";
import { touch } from "../state/shop.ts";
import type { Shop } from "../state/shop.ts";
import { tidyTags } from "../state/tags.ts";
import { locationCalled, productAt, variantAt, variantBySku } from "./find-records.ts";
import { entries, makeControl } from "./make-control.ts";

const productChanges = productSchema
  .pick({ vendor: true, productType: true, tags: true, status: true })
  .extend({
    title: z.string().min(1).optional(),
    descriptionHtml: z.string().optional(),
  });

const variantChanges = variantSchema
  .pick({
    sku: true,
    compareAtPrice: true,
    barcode: true,
    taxable: true,
    requiresShipping: true,
    grams: true,
  })
  .extend({ price: variantSchema.shape.price.optional() });

const inventorySchema = z.strictObject({
  sku: z.string().optional(),
  variantId: z.string().optional(),
  inventoryItemId: z.string().optional(),
  /** Name or number; left out: the first location. */
  location: z.string().optional(),
  available: z.int(),
});

/** Products, variants, and stock. */
export function productControls(shop: Shop): EmulatorControl[] {
  const example = { title: "Brass Bell", variants: [{ sku: "BELL-1", price: "21.35", stock: 12 }] };
  return [
    makeControl("POST", "/products", example, (_parameters, body) => ({
      products: entries(body).map((entry) => {
        const product = addProduct(shop, productSchema.parse(entry));
        shop.publish([{ topic: "products/create", product }]);
        return productAnswer(shop, product);
      }),
    })),
    makeControl("POST", "/products/{id}/update", { title: "Brass Bell, Large" }, ({ id }, body) => {
      const product = productAt(shop, id);
      const { tags, ...changes } = productChanges.parse(body);
      Object.assign(product, withoutUndefined(changes), tags ? { tags: tidyTags(tags) } : {});
      return changed(shop, product);
    }),
    makeControl("POST", "/products/{id}/delete", {}, ({ id }) => {
      const product = productAt(shop, id);
      const answer = productAnswer(shop, product);
      for (const variantId of product.variantIds) shop.data.variants.delete(variantId);
      shop.data.products.delete(product.id);
      shop.revision += 1;
      shop.publish([{ topic: "products/delete", productId: product.id }]);
      return { products: [answer] };
    }),
    makeControl("POST", "/variants/{id}/update", { price: "22.50" }, ({ id }, body) => {
      const variant = variantAt(shop, id);
      changeVariant(shop, variant, body);
      return changed(shop, productAt(shop, variant.productId));
    }),
    makeControl("POST", "/variants/{id}/delete", {}, ({ id }) => {
      const variant = variantAt(shop, id);
      const product = productAt(shop, variant.productId);
      if (product.variantIds.length === 1)
        throw new ControlError(400, "a product keeps at least one variant; delete the product instead");
      product.variantIds.splice(product.variantIds.indexOf(variant.id), 1);
      shop.data.variants.delete(variant.id);
      return changed(shop, product);
    }),
    makeControl("POST", "/inventory", { sku: "MUG-STONE", available: 40 }, (_parameters, body) => ({
      inventory: entries(body).map((entry) => setStock(shop, entry)),
    })),
  ];
}

function changed(shop: Shop, product: ProductRecord) {
  touch(shop, product);
  shop.publish([{ topic: "products/update", product }]);
  return { products: [productAnswer(shop, product)] };
}

function changeVariant(shop: Shop, variant: VariantRecord, body: unknown): void {
  const { price, compareAtPrice, ...changes } = variantChanges.parse(body);
  const { currency } = shop.settings;
  Object.assign(variant, withoutUndefined(changes));
  if (price !== undefined) variant.price = toUnits(price, currency);
  if (compareAtPrice !== undefined)
    variant.compareAtPrice = compareAtPrice === null ? null : toUnits(compareAtPrice, currency);
  touch(shop, variant);
}

function setStock(shop: Shop, entry: unknown) {
  const { sku, variantId, inventoryItemId, location, available } = inventorySchema.parse(entry);
  const variant =
    variantId !== undefined
      ? variantAt(shop, variantId)
      : sku !== undefined
        ? variantBySku(shop, sku)
        : [...shop.data.variants.values()].find((one) => one.inventoryItemId === inventoryItemId);
  if (!variant)
    throw new ControlError(400, `no variant has the SKU or inventory item ${sku ?? inventoryItemId}`);
  const { id: locationId, name } = locationCalled(shop, location);
  variant.available[locationId] = available;
  touch(shop, variant);
  shop.publish([{ topic: "inventory_levels/update", variant, locationId }]);
  return {
    inventoryItemId: gid("InventoryItem", variant.inventoryItemId),
    sku: variant.sku,
    location: name,
    available,
  };
}

function withoutUndefined<Changes extends object>(changes: Changes): Partial<Changes> {
  return Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  ) as Partial<Changes>;
}

function productAnswer(shop: Shop, product: ProductRecord) {
  return {
    id: gid("Product", product.id),
    title: product.title,
    variants: product.variantIds.flatMap((id) => {
      const variant = shop.data.variants.get(id);
      if (!variant) return [];
      const inventoryItemId = gid("InventoryItem", variant.inventoryItemId);
      return [{ id: gid("ProductVariant", id), sku: variant.sku, inventoryItemId }];
    }),
  };
}
