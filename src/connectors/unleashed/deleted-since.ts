import type { UnleashedClient } from "./client.ts";

/**
 * GUIDs of the documents of a kind that were deleted since a time (ISO). Sales orders only: customers cannot be deleted, only made
 * obsolete (vendor's documentation, Customers).
 */
export function deletedSince(
  client: UnleashedClient,
  targetKind: string,
  since: string,
): Promise<readonly string[]> {
  return targetKind === "SalesOrders" ? client.deletedSalesOrders(Date.parse(since)) : Promise.resolve([]);
}
