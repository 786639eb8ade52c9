import { SyncError } from "#domain/sync-error.ts";
import { StoreAwayError } from "#engine/ports/store-away-error.ts";

/**
 * SQLSTATE classes and codes of failures that pass by themselves (PostgreSQL: "PostgreSQL Error Codes"): connection trouble,
 * shutting down or starting up, too many connections, deadlock, serialisation, a lock that was not to be had in time, a server that
 * only lets read because another one takes its place.
 */
const passing = /^(08|53|57P|40001|40P01|55P03|25006)/;

/** Turns a failure of the database into `StoreAwayError` when it passes by itself; anything else stays what it is. */
export function asStoreFailure(error: unknown): unknown {
  if (error instanceof StoreAwayError || error instanceof SyncError || !(error instanceof Error))
    return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const isFromServer = /^[0-9A-Z]{5}$/.test(code) && "severity" in error;
  if (isFromServer) return passing.test(code) ? new StoreAwayError(error) : error;
  // Everything else that the driver throws is about the connection: refused, reset, ended, timed out.
  return error instanceof TypeError || error instanceof RangeError ? error : new StoreAwayError(error);
}
