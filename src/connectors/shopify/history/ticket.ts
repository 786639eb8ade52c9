import type { AnnouncedKind } from "#domain/source-record.ts";
import { SyncError } from "#domain/sync-error.ts";

/** A bulk operation and what it reads, as one text: `orders gid://shopify/BulkOperation/1`. */
export interface Ticket {
  readonly kind: AnnouncedKind;
  /** Shopify's own id; null where the shop withholds the records as a whole, so that there is nothing to be prepared. */
  readonly operation: string | null;
}

const nothing = "nothing";

export function writeTicket({ kind, operation }: Ticket): string {
  return `${kind} ${operation ?? nothing}`;
}

/** Throws `SyncError` of class `defect` for a text that is none. */
export function readTicket(text: string): Ticket {
  const [kind, operation] = text.split(" ");
  const isKind = kind === "orders" || kind === "customers";
  if (isKind && operation === nothing) return { kind, operation: null };
  if (isKind && operation?.startsWith("gid://") === true) return { kind, operation };
  throw new SyncError("defect", {
    code: "HISTORY_UNKNOWN",
    message: "What the shop was asked to prepare is not known any more. Start the run again.",
  });
}
