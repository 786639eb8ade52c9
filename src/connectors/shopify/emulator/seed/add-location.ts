import { parseGid } from "../state/ids.ts";
import type { LocationRecord } from "../state/catalogue-records.ts";
import type { Shop } from "../state/shop.ts";
import { countryName } from "./address-record.ts";
import type { LocationSpec } from "./catalogue.ts";

export function addLocation(shop: Shop, spec: LocationSpec): LocationRecord {
  const at = spec.createdAt === undefined ? shop.clock.now() : Date.parse(spec.createdAt);
  const address = spec.address ?? {};
  const location: LocationRecord = {
    __typename: "Location",
    id: shop.ids.next("Location"),
    createdAt: at,
    updatedAt: at,
    name: spec.name,
    isActive: spec.isActive ?? true,
    fulfillsOnlineOrders: spec.fulfillsOnlineOrders ?? true,
    address1: address.address1 ?? null,
    address2: address.address2 ?? null,
    city: address.city ?? null,
    province: address.province ?? null,
    provinceCode: address.provinceCode ?? null,
    country: address.country ?? countryName(address.countryCode),
    countryCode: address.countryCode ?? null,
    zip: address.zip ?? null,
    phone: address.phone ?? null,
  };
  shop.data.locations.set(location.id, location);
  shop.revision += 1;
  return location;
}

/** A location by its name, number, or GID. Throws `RangeError` when there is none. */
export function findLocation(shop: Shop, wanted: string): LocationRecord {
  const id = parseGid(wanted)?.id ?? wanted;
  for (const location of shop.data.locations.values())
    if (location.name === wanted || location.id === id) return location;
  const known = [...shop.data.locations.values()].map(({ name }) => name).join(", ");
  throw new RangeError(`no location is called ${wanted}; there are: ${known || "none"}`);
}
