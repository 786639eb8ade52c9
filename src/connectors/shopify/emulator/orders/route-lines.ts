import type { VariantRecord } from "../state/catalogue-records.ts";
import type { Shop } from "../state/shop.ts";

interface RoutedLine {
  readonly variantId: string | null;
  readonly quantity: number;
}

/**
 * Where each line is to be sent from, by the stock of the moment: from one location when it has everything, else each line
 * from the first location that has enough of it. Which one a shop prefers is a setting of it; here the oldest comes first.
 */
export function routeLines(
  shop: Shop,
  lines: readonly RoutedLine[],
  retailLocationId: string | null,
): readonly (string | null)[] {
  if (retailLocationId !== null) return lines.map(() => retailLocationId);
  const locations = sendingLocations(shop);
  const [home = null] = locations;
  const wanted = lines.map(({ variantId, quantity }) => ({
    variant: variantId === null ? undefined : shop.data.variants.get(variantId),
    quantity,
  }));
  if (locations.length < 2 || wanted.every(({ variant }) => !variant)) return lines.map(() => home);
  const whole = locations.find((id) => wanted.every((line) => has(line.variant, id, line.quantity)));
  if (whole !== undefined) return lines.map(() => whole);
  return wanted.map(
    ({ variant, quantity }) =>
      locations.find((id) => has(variant, id, quantity)) ??
      locations.find((id) => isStocked(variant, id)) ??
      home,
  );
}

function sendingLocations(shop: Shop): string[] {
  const all = [...shop.data.locations.values()].filter(({ isActive }) => isActive);
  const online = all.filter(({ fulfillsOnlineOrders }) => fulfillsOnlineOrders);
  return (online.length > 0 ? online : all).map(({ id }) => id);
}

function has(variant: VariantRecord | undefined, locationId: string, quantity: number): boolean {
  if (!variant?.tracked) return true;
  return (variant.available[locationId] ?? Number.NEGATIVE_INFINITY) >= quantity;
}

/** What is not tracked, or stocked nowhere, can be sent from anywhere. */
export function isStocked(variant: VariantRecord | undefined, locationId: string): boolean {
  if (!variant?.tracked || Object.keys(variant.available).length === 0) return true;
  return locationId in variant.available;
}
