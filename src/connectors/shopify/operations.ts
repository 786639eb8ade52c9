import type { AskedParts } from "./documents/asked-parts.ts";
import * as bulk from "./documents/bulk.ts";
import { companyLocationsById, customersById, customersChanged } from "./documents/customers.ts";
import { orderPages, ordersById, ordersChanged } from "./documents/orders.ts";
import * as own from "./system/documents.ts";

/**
 * Every document that is sent to Shopify, with these parts asked for. Types are generated from them
 * (`scripts/generate-shopify-types.mjs`), and a test checks them against the schema of each API version.
 */
export function operations(parts: AskedParts): readonly string[] {
  return [
    ordersById(parts),
    ordersChanged(parts),
    orderPages(parts),
    customersById(parts),
    customersChanged(parts),
    companyLocationsById(parts),
    bulk.orderHistorySample(parts),
    bulk.customerHistorySample(parts),
    ...[...Object.values(own), ...Object.values(bulk)].filter((document) => typeof document === "string"),
  ];
}
