import type { ShopCatalogue } from "#connectors/shopify/emulator/seed/catalogue.ts";
import { usualAccount, type UnleashedCatalogue } from "#connectors/unleashed/emulator/catalogue.ts";

const taxInPrice = 1.1;
const unitsOnHand = 500;

/**
 * The Unleashed account behind the sandbox's shops: their products by SKU, in stock, at prices without tax, and the tax codes of
 * both countries. It starts without customers: each arrives with its first order.
 */
export function unleashedCatalogue(shop: ShopCatalogue): UnleashedCatalogue {
  const products = new Map<string, NonNullable<UnleashedCatalogue["products"]>[number]>();
  for (const product of shop.products)
    for (const variant of product.variants) {
      if (!variant.sku || products.has(variant.sku)) continue;
      const title =
        variant.options === undefined ? product.title : `${product.title}, ${variant.options.join(" ")}`;
      products.set(variant.sku, {
        code: variant.sku,
        description: title,
        price: Math.round((Number(variant.price) / taxInPrice) * 100) / 100,
        taxable: variant.taxable ?? true,
        nonStock: product.giftCard === true,
        ...(product.giftCard === true ? {} : { stock: { MAIN: unitsOnHand } }),
        ...(variant.barcode ? { barcode: variant.barcode } : {}),
      });
    }
  return {
    ...usualAccount,
    taxes: [
      ...(usualAccount.taxes ?? []),
      { code: "TX8.25", rate: 0.0825, description: "Texas and Austin sales tax" },
    ],
    products: [...products.values()],
  };
}
