import type { HistoryState } from "#connectors/kit/history-reader.ts";
import { SyncError } from "#domain/sync-error.ts";
import { isObject } from "../decode/read-values.ts";
import { bulkOperationById } from "../documents/bulk.ts";
import { plain } from "../errors/status-error.ts";
import type { BulkOperationByIdQuery } from "../generated/admin-2026-10.ts";
import { refusedWhole } from "../system/ask-shown.ts";
import type { SystemParts } from "../system/system-parts.ts";

/** A bulk operation as Shopify told of it last. */
export interface BulkOperation {
  /** Open: what is not known counts as over. */
  readonly status: string;
  readonly errorCode: string | null;
  /** Lines of the file, and those among them that are no children. */
  readonly lines: number;
  readonly roots: number;
  /** Bytes; null while unknown. */
  readonly bytes: number | null;
  /** Where the file is; null when it has no lines, or is not there. */
  readonly url: string | null;
}

/** Asks where an operation stands; null when the shop does not know it. */
export async function askForOperation(
  { client }: Pick<SystemParts, "client">,
  id: string,
): Promise<BulkOperation | null> {
  const { data, problems } = await client.ask<BulkOperationByIdQuery>({
    name: "BulkOperationById",
    document: bulkOperationById,
    variables: { id },
    priority: "sweep",
  });
  if (data === null || problems.length > 0) throw refusedWhole("BulkOperationById", problems);
  const operation: unknown = data.bulkOperation;
  if (operation === null) return null;
  if (!isObject(operation)) return unclear("bulkOperation");
  const { status, errorCode, objectCount, rootObjectCount, fileSize, url } = operation as Readonly<
    Record<string, unknown>
  >;
  return {
    status: plain(status) ?? unclear("status"),
    errorCode: plain(errorCode),
    lines: readNumber(objectCount, "objectCount"),
    roots: readNumber(rootObjectCount, "rootObjectCount"),
    bytes: fileSize === null || fileSize === undefined ? null : readNumber(fileSize, "fileSize"),
    url: typeof url === "string" ? url : null,
  };
}

/** Numbers of this kind are texts in JSON. */
function readNumber(value: unknown, field: string): number {
  const isNumber = typeof value === "number" || (typeof value === "string" && /^\d+$/.test(value));
  return isNumber ? Number(value) : unclear(field);
}

function unclear(field: string): never {
  throw new SyncError("defect", {
    code: "ANSWER_NOT_UNDERSTOOD",
    message: `What the shop tells of a history that it prepares cannot be read: "${field}" is not what Shopify promises. It is asked again; report it if it stays.`,
    detail: { operation: "BulkOperationById", field },
  });
}

const preparing: readonly string[] = ["CREATED", "RUNNING", "CANCELING"];

/**
 * What an operation means for a history. What was written before it failed or was cancelled is not all of it and is not used.
 * Source: `BulkOperationStatus` and `BulkOperationErrorCode` in Shopify's published schema.
 */
export function stateOf(operation: BulkOperation | null): HistoryState {
  if (operation === null)
    return lost("HISTORY_UNKNOWN", "The shop does not know the history any more that it was asked for.");
  const { status, roots, lines, url } = operation;
  if (preparing.includes(status)) return { state: "preparing", prepared: roots };
  if (status === "COMPLETED" && (url !== null || lines === 0)) return { state: "ready", records: roots };
  if (status === "FAILED") return failed(operation);
  if (status === "CANCELED")
    return lost("HISTORY_CANCELLED", "The history was cancelled in the shop before it was ready.");
  if (status === "EXPIRED" || status === "COMPLETED")
    return lost("HISTORY_EXPIRED", "The shop keeps the file of a history for seven days; they are over.");
  return lost(
    "HISTORY_UNKNOWN",
    `The shop calls the state of the history ${status}, which Waybill does not know.`,
  );
}

const causes: Readonly<Record<string, string>> = {
  ACCESS_DENIED:
    "the app may not see a part of the records. What the shop withholds is left out when it is asked anew; `waybill doctor` says what that is",
  INTERNAL_SERVER_ERROR: "something went wrong inside Shopify",
  TIMEOUT: "Shopify did not get through with it in time. Ask for less at once, with a later `--since`",
};

function failed({ errorCode }: BulkOperation): HistoryState {
  const code = errorCode ?? "no code";
  const cause = causes[code];
  return lost(
    "HISTORY_FAILED",
    `The shop could not prepare the history (${code})${cause === undefined ? "" : `: ${cause}`}.`,
    { errorCode: code },
  );
}

function lost(code: string, message: string, detail?: Readonly<Record<string, string>>): HistoryState {
  return { state: "lost", reason: { code, message, ...(detail === undefined ? {} : { detail }) } };
}
