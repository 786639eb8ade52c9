import type { Shop } from "../state/shop.ts";
import { addCompany } from "./add-company.ts";
import { addCustomer } from "./add-customer.ts";
import { addLocation } from "./add-location.ts";
import { addProduct } from "./add-product.ts";
import type { ShopCatalogue } from "./catalogue.ts";

/** Everything that a shop starts with was there a month before it opens in the emulator, unless it says otherwise. */
const ageMs = 30 * 24 * 60 * 60 * 1000;

/** Fills a shop. Tells nobody. Records without `createdAt` are a month old. */
export function seedShop(shop: Shop, catalogue: ShopCatalogue): void {
  const createdAt = new Date(shop.clock.now() - ageMs).toISOString();
  for (const location of catalogue.locations) addLocation(shop, { createdAt, ...location });
  for (const product of catalogue.products) addProduct(shop, { createdAt, ...product });
  for (const customer of catalogue.customers) addCustomer(shop, { createdAt, ...customer });
  for (const company of catalogue.companies) addCompany(shop, { createdAt, ...company });
}
