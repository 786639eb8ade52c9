import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import type { LocationRecord, ProductRecord, VariantRecord } from "../state/catalogue-records.ts";
import { parseGid } from "../state/ids.ts";
import type { LineRecord, OrderRecord } from "../state/order-records.ts";
import type { CompanyLocationRecord, CompanyRecord, CustomerRecord } from "../state/party-records.ts";
import { findLocation } from "../seed/add-location.ts";
import type { Shop } from "../state/shop.ts";

/** Digits of a number that may also come as a GID. */
function idOf(wanted: string | undefined): string {
  return parseGid(wanted ?? "")?.id ?? wanted ?? "";
}

function required<Item>(found: Item | undefined, what: string, wanted: string | undefined): Item {
  if (found === undefined) throw new ControlError(404, `no ${what} has the id ${wanted}`);
  return found;
}

/** An order by its number in the path, or by its name with or without `#`. */
export function orderAt(shop: Shop, wanted: string | undefined): OrderRecord {
  const byId = shop.data.orders.get(idOf(wanted));
  if (byId) return byId;
  const name = `#${wanted?.replace(/^#/, "")}`;
  for (const order of shop.data.orders.values()) if (order.name === name) return order;
  return required<OrderRecord>(undefined, "order", wanted);
}

export function customerAt(shop: Shop, wanted: string | undefined): CustomerRecord {
  return required(shop.data.customers.get(idOf(wanted)), "customer", wanted);
}

export function productAt(shop: Shop, wanted: string | undefined): ProductRecord {
  return required(shop.data.products.get(idOf(wanted)), "product", wanted);
}

export function variantAt(shop: Shop, wanted: string | undefined): VariantRecord {
  return required(shop.data.variants.get(idOf(wanted)), "variant", wanted);
}

export function companyAt(shop: Shop, wanted: string | undefined): CompanyRecord {
  return required(shop.data.companies.get(idOf(wanted)), "company", wanted);
}

export function companyLocationAt(shop: Shop, wanted: string | undefined): CompanyLocationRecord {
  return required(shop.data.companyLocations.get(idOf(wanted)), "company location", wanted);
}

/** The first variant with a SKU; undefined when there is none. */
export function variantBySku(shop: Shop, sku: string): VariantRecord | undefined {
  for (const variant of shop.data.variants.values()) if (variant.sku === sku) return variant;
  return undefined;
}

export function companyCalled(shop: Shop, wanted: string): CompanyRecord {
  const id = idOf(wanted);
  for (const company of shop.data.companies.values())
    if (company.id === id || company.name === wanted || company.externalId === wanted) return company;
  throw new ControlError(400, `no company has the name, number, or external id ${wanted}`);
}

export function companyLocationCalled(
  shop: Shop,
  company: CompanyRecord,
  wanted: string | undefined,
): CompanyLocationRecord {
  const id = idOf(wanted);
  for (const locationId of company.locationIds) {
    const location = shop.data.companyLocations.get(locationId);
    if (!location) continue;
    if (wanted === undefined || location.id === id) return location;
    if (location.name === wanted || location.externalId === wanted) return location;
  }
  throw new ControlError(400, `${company.name} has no location ${wanted ?? "at all"}`);
}

export function locationCalled(shop: Shop, wanted: string | undefined): LocationRecord {
  if (wanted !== undefined) return findLocation(shop, wanted);
  const [home] = shop.data.locations.values();
  if (!home) throw new ControlError(400, "the shop has no location");
  return home;
}

/** How a control names a line of an order. */
export interface LineName {
  readonly lineId?: string | undefined;
  readonly sku?: string | undefined;
  /** Position, from 0. */
  readonly line?: number | undefined;
}

export function lineNamed(order: OrderRecord, name: LineName): LineRecord {
  const { lineId, sku, line } = name;
  const found =
    lineId !== undefined
      ? order.lines.find((candidate) => candidate.id === idOf(lineId))
      : sku !== undefined
        ? order.lines.find((candidate) => candidate.sku === sku)
        : order.lines[line ?? 0];
  if (!found) throw new ControlError(400, `${order.name} has no line ${lineId ?? sku ?? line ?? 0}`);
  return found;
}
