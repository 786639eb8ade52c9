import { operationGid } from "../../bulk/start-operation.ts";
import type { BulkOperationRecord } from "../../state/bulk-records.ts";
import type { Shop } from "../../state/shop.ts";
import { optionalShopTime, shopTime } from "./shop-time.ts";

/** Body of `bulk_operations/finish`: its words are in lower case, unlike GraphQL's. */
export function bulkOperationBody(
  operation: BulkOperationRecord,
  { settings }: Shop,
): Record<string, unknown> {
  return {
    admin_graphql_api_id: operationGid(operation),
    completed_at: optionalShopTime(operation.completedAt, settings.timezone),
    created_at: shopTime(operation.createdAt, settings.timezone),
    error_code: operation.errorCode?.toLowerCase() ?? null,
    status: operation.status.toLowerCase(),
    type: operation.type.toLowerCase(),
  };
}
