/** One call to an outside system. */
export interface HttpCall {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Complete address; sent exactly as it is. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Name for logs, metrics and fault points: `POST /SalesOrders/{guid}`. No ids, no personal data. */
  readonly operation: string;
  /**
   * True when repeating the call blindly could change something twice or overwrite. Decides the class of a lost answer:
   * `unknown-outcome` for writes, `unavailable` for reads.
   */
  readonly writes: boolean;
  /** Whole call, in milliseconds; default 30,000. */
  readonly timeoutMs?: number;
  /** `sweep` calls yield to `live` ones when the budget is short. Default: that of the work it is part of, see `withCallPriority`. */
  readonly priority?: CallPriority;
  /** False for calls that the other side does not count, such as signing in. Default true. */
  readonly metered?: boolean;
}

/** A file to be fetched. */
export interface HttpFetch {
  /** Complete address; sent exactly as it is. */
  readonly url: string;
  /** Name for logs and fault points. No ids, no personal data. */
  readonly operation: string;
  /** Ends the fetching. */
  readonly signal?: AbortSignal;
  /** Longest silence of the other side, in milliseconds; default 60,000. */
  readonly silenceMs?: number;
}

/** A file that begins to arrive. */
export interface HttpFile {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Its bytes, to be read to their end or given up with `return`. Rejects with `SyncError` of class `unavailable` when the connection
   * ends before all announced bytes came, or nothing comes for too long.
   */
  readonly bytes: AsyncIterable<Buffer>;
}

export type CallPriority = "live" | "sweep";

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * Carries calls under the connection's budget. Never retries. Rejects with `SyncError` only for transport trouble:
 * `unavailable` (nothing was sent, or a read got no answer), `unknown-outcome` (a write was sent and no whole answer came
 * back). Any HTTP status resolves; the connector's client translates it.
 */
export interface HttpCaller {
  call(call: HttpCall): Promise<HttpAnswer>;
  /**
   * Fetches a file of any size from an address that needs no sign-in, outside the budget. Rejects with `unavailable` when nothing
   * came; any HTTP status resolves. Absent: files cannot be fetched here.
   */
  fetchFile?(fetch: HttpFetch): Promise<HttpFile>;
  /**
   * Tells the budget that the other side asked to wait, so that every worker of every process waits.
   * `retryAfterMs` counts from now.
   */
  throttled(retryAfterMs: number): Promise<void>;
}
