import type { IncomingHttpHeaders } from "node:http";
import type { LoggedRequest } from "./emulator.ts";

/** A request as the host records it: opened on arrival, finished with its answer. */
export interface LogEntry {
  readonly number: number;
  readonly timeMs: number;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  operation: string;
  body: string;
  status: number | null;
  answer: string | null;
  fault: string | null;
  ownStatus: number | null;
  retryAfter: number | null;
  answeredMs: number | null;
  isFinished: boolean;
}

export interface RequestLog {
  /** Gives the arriving request its number (from 1, never used twice, also after `clear`). */
  open(arrival: Pick<LogEntry, "timeMs" | "method" | "url" | "headers">): LogEntry;
  finish(
    entry: LogEntry,
    end: Partial<Pick<LogEntry, "status" | "answer" | "fault" | "retryAfter" | "answeredMs">>,
  ): void;
  /**
   * Finished requests after number `since`, oldest first, and the number to ask from next. It stops before the first
   * request that is still being answered, so that a reader who follows `next` misses none.
   */
  read(since?: number): { readonly requests: readonly LogEntry[]; readonly next: number };
  clear(): void;
}

/** Keeps the last `limit` requests, and fewer when their texts take more than `limitChars` characters together. */
export function createRequestLog(limit = 50_000, limitChars = 256 * 1024 * 1024): RequestLog {
  const entries: LogEntry[] = [];
  let first = 0;
  let number = 0;
  let chars = 0;

  const isTooLong = () => chars > limitChars && entries.length - first > 1;
  const drop = () => {
    const oldest = entries[first];
    if (oldest?.isFinished) chars -= size(oldest);
    first += 1;
    if (first > 4096 && first * 2 > entries.length) {
      entries.splice(0, first);
      first = 0;
    }
  };

  return {
    open(arrival) {
      number += 1;
      const entry: LogEntry = {
        ...arrival,
        number,
        operation: "",
        body: "",
        status: null,
        answer: null,
        fault: null,
        ownStatus: null,
        retryAfter: null,
        answeredMs: null,
        isFinished: false,
      };
      entries.push(entry);
      while (entries.length - first > limit) drop();
      return entry;
    },
    finish(entry, end) {
      if (entry.isFinished) return;
      Object.assign(entry, end);
      entry.isFinished = true;
      if (entry.number < (entries[first]?.number ?? Infinity)) return;
      chars += size(entry);
      while (isTooLong()) drop();
    },
    read(since = 0) {
      const oldest = entries[first]?.number;
      if (oldest === undefined) return { requests: [], next: Math.max(since, number) };
      const start = first + Math.max(0, since + 1 - oldest);
      let end = start;
      while (entries[end]?.isFinished) end += 1;
      return { requests: entries.slice(start, end), next: entries[end - 1]?.number ?? since };
    },
    clear() {
      entries.length = 0;
      first = 0;
      chars = 0;
    },
  };
}

function size(entry: LogEntry): number {
  return entry.body.length + (entry.answer?.length ?? 0);
}

/** The line of the log as `GET /_control/<system>/log` shows it. */
export function toLoggedRequest(entry: LogEntry): LoggedRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(entry.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return {
    number: entry.number,
    time: new Date(entry.timeMs).toISOString(),
    method: entry.method,
    path: entry.url,
    operation: entry.operation,
    headers,
    body: entry.body,
    status: entry.status,
    answer: entry.answer,
    fault: entry.fault,
    ownStatus: entry.ownStatus,
    retryAfter: entry.retryAfter,
    answeredAt: entry.answeredMs === null ? null : new Date(entry.answeredMs).toISOString(),
  };
}
