import type { BulkFile } from "../bulk/bulk-file.ts";

export type BulkStatus =
  "CREATED" | "RUNNING" | "COMPLETED" | "CANCELING" | "CANCELED" | "FAILED" | "EXPIRED";

export type BulkErrorCode = "ACCESS_DENIED" | "INTERNAL_SERVER_ERROR" | "TIMEOUT";

export interface BulkOperationRecord {
  readonly __typename: "BulkOperation";
  readonly id: string;
  readonly type: "QUERY" | "MUTATION";
  /** The document as it was sent, comments and all. */
  readonly query: string;
  readonly createdAt: number;
  updatedAt: number;
  status: BulkStatus;
  errorCode: BulkErrorCode | null;
  /** Set on success only, as recorded. */
  completedAt: number | null;
  /** When it came to any end; its links are good for seven days from then. */
  endedAt: number | null;
  objectCount: number;
  rootObjectCount: number;
  readonly file: BulkFile;
  /** Everything was written, even where it was cancelled before it was completed. */
  isWhole: boolean;
  /** Name of its file in links. */
  readonly token: string;
}

/** What the next operation is to come to instead of completing. */
export interface BulkPlan {
  readonly errorCode: BulkErrorCode;
  /** Lines that are written before. */
  readonly afterLines: number;
}

/** What happens to the next downloads of a file. */
export interface DownloadFault {
  /** Answers with this status instead. */
  readonly status?: number | undefined;
  /** Hangs up after so many bytes. */
  readonly cutAfterBytes?: number | undefined;
  /** Ends as if it were whole after so many bytes. */
  readonly endAfterBytes?: number | undefined;
  /** Real milliseconds between its pieces. */
  readonly slowMs?: number | undefined;
  /** Downloads that this happens to. */
  times: number;
}

/** How bulk operations go in this shop; changed by `POST /_control/shopify/<store>/bulk`. */
export interface BulkBehaviour {
  /** For the next operations, one each. */
  plans: readonly BulkPlan[];
  /** Root records that are worked each time that somebody looks; null: all by themselves. */
  rowsPerLook: number | null;
  download: DownloadFault | null;
  /** Part of every signature: links that were given under another one are void. */
  linkKey: number;
  /** Whether children of one parent may come in any order. Not stated anywhere; default false. */
  shuffleSiblings: boolean;
}

export const usualBulkBehaviour: BulkBehaviour = {
  plans: [],
  rowsPerLook: null,
  download: null,
  linkKey: 1,
  shuffleSiblings: false,
};

export function isOver({ status }: BulkOperationRecord): boolean {
  return status !== "CREATED" && status !== "RUNNING" && status !== "CANCELING";
}
