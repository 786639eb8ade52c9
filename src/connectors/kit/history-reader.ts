import type { Reason } from "#domain/reason.ts";
import type { AnnouncedKind } from "#domain/source-record.ts";
import type { ChangePage } from "./source-system.ts";

/** Where a history stands that a shop was asked to prepare. */
export type HistoryState =
  /** `prepared`: how many of its records are there so far, when the shop tells it. */
  | { readonly state: "preparing"; readonly prepared: number | null }
  /** `records`: how many records the shop itself counts in it; so many have to be read. */
  | { readonly state: "ready"; readonly records: number }
  /** It failed, ended, or is not known any more, and not all of it is there. It has to be asked for anew. */
  | { readonly state: "lost"; readonly reason: Reason };

export interface HistoryPage extends Pick<ChangePage, "records" | "unread"> {
  /** Position after this page; null on the last one. */
  readonly next: string | null;
}

export interface HistoryOptions {
  /** Where large files may lie meanwhile. */
  readonly folder: string;
  /** Ends the reading. */
  readonly signal?: AbortSignal;
}

/**
 * Reads all records of a kind in one go that the shop itself prepares, which may take hours. What it hands out are texts, so that
 * another process can go on after a crash. Everything rejects with `SyncError`.
 */
export interface HistoryReader {
  /**
   * Asks the shop to prepare the records of a kind that changed at or after `since` (ISO; null: all). `mark` is the same after a
   * crash, so that what was begun and not noted is found again. `throttled` or `unavailable` when the shop prepares enough already.
   */
  begin(kind: AnnouncedKind, since: string | null, mark: string): Promise<{ readonly ticket: string }>;
  look(ticket: string): Promise<HistoryState>;
  /**
   * The records of a history that is ready, after a position (null: from the start): always in the same order and the same pages, in
   * bounded memory. Rejects when not all is there that the shop has counted.
   */
  pages(ticket: string, position: string | null, options: HistoryOptions): AsyncIterable<HistoryPage>;
  /** The shop may stop preparing. Nothing happens when it is over. */
  cancel(ticket: string): Promise<void>;
}
