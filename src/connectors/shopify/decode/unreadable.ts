import { SyncError } from "#domain/sync-error.ts";

/**
 * Stops decoding: a field holds something else than Shopify promises. `expected` in words: `an amount of money`. The message
 * names the field only, never what stood in it.
 */
export function unreadable(field: string, expected: string): never {
  throw new SyncError("defect", {
    code: "UNREADABLE_RECORD",
    message:
      `What Shopify sent cannot be read: "${field}" is not ${expected}. Nothing was written from it; the message is kept. ` +
      "Ask for the record again with `waybill sync`.",
    detail: { field },
  });
}
