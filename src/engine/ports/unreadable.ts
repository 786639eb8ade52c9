import type { Reason } from "#domain/reason.ts";
import type { ConnectionRow, StoreRow } from "./engine-store.ts";

const code = "SECRET_KEY_WRONG";

/** Why what is stored of `owner` (`store/<name>`, `connection/<name>`) cannot be used. */
export function unreadable(owner: string): Reason {
  return {
    code,
    message: `The stored credentials of ${owner} cannot be opened with this WAYBILL_SECRET_KEY. Use the key they were stored with, or apply the configuration again.`,
  };
}

/** The reason for a store or connection whose credentials cannot be opened; null for every other. */
export function whyUnreadable(row: StoreRow | ConnectionRow): Reason | null {
  if ("state" in row) return row.state === "unreadable" ? unreadable(`store/${row.name}`) : null;
  return row.paused?.code === code ? row.paused : null;
}
