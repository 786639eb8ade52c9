/**
 * What a loopback stand-in for an outside system looks like to the host that serves it.
 * The host (`start-emulator-host.ts`) owns the socket, the request log and the faults;
 * an emulator only answers requests and keeps its state.
 */
import type { IncomingHttpHeaders } from "node:http";

/** Time as the emulated systems see it. `advance` moves every emulator of a host together. */
export interface EmulatorClock {
  /** Milliseconds since 1970 UTC: real time plus everything that was advanced. */
  now(): number;
  /** Milliseconds that were advanced so far. */
  ahead(): number;
  /** Moves time forward and runs the timers that became due, in order of their time. */
  advance(ms: number): void;
  /** Runs `run` once `delayMs` of emulated time have passed. The result cancels it. */
  setTimer(delayMs: number, run: () => void): () => void;
  /** Cancels every timer: the host is closing. */
  close(): void;
}

export interface EmulatorRequest {
  /** Position in this emulator's log, from 1. */
  readonly number: number;
  readonly method: string;
  /** Path below the emulator's base path, with a leading slash, still percent-encoded. */
  readonly path: string;
  /** Raw query string without `?`, exactly as received; empty when there was none. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  /** Raw bytes of the body. */
  readonly body: Buffer;
}

export interface EmulatorResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | EmulatorStream;
}

/** A long body that is sent a piece at a time. Pieces that end before `size` cut the connection. */
export interface EmulatorStream {
  /** Bytes that are announced. */
  readonly size: number;
  pieces(): AsyncIterable<Buffer>;
}

/**
 * A control of the sandbox that is not part of the real API, below `/_control/<system>/` (an emulator's own) or below
 * `/_control/` (given to the host).
 */
export interface EmulatorControl {
  readonly method: "GET" | "POST" | "DELETE";
  /** Path below `/_control/<system>`, for example `/orders` or `/orders/{id}/cancel`. */
  readonly path: string;
  /** A body that works, shown by `GET /_control`. */
  readonly example: unknown;
  /**
   * `parameters` holds the decoded values of `{…}` in the path and those of the query string (the path wins); `body` is the
   * parsed JSON, `{}` when there was none. The result, awaited, is answered as JSON with status 200. Throw `ControlError`
   * for 400 or 404; a `ZodError` is answered with 400, naming unknown keys.
   */
  run(parameters: Readonly<Record<string, string>>, body: unknown): unknown;
}

export interface Emulator {
  /** Name in the control API: `unleashed`, `shopify/acme`. */
  readonly system: string;
  /** Where the host mounts it: `/unleashed`, `/shopify/acme`. */
  readonly basePath: string;
  /** What a client needs to sign in; shown by `GET /_control`. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly controls: readonly EmulatorControl[];
  /**
   * Name of the operation for per-operation faults and the log, such as `POST /SalesOrders/{guid}` or
   * `query OrdersByUpdatedAt`. Must not change state.
   */
  operation(request: EmulatorRequest): string;
  /** Headers arrive with lower-case names. `content-length` and `date` are the host's; a missing `content-type` is JSON. */
  handle(request: EmulatorRequest): EmulatorResponse | Promise<EmulatorResponse>;
  /**
   * How this system words an injected answer (429, 500 or any `status` fault without a body of its own). Left out: an
   * empty body. The host adds `Retry-After`.
   */
  faultAnswer?(status: number, request: EmulatorRequest): Omit<EmulatorResponse, "status">;
  /** The whole state, collections named as in the real API. */
  dump(): unknown;
  /** Back to the state it was created with; the request log is kept by the host and cleared there. */
  reset(): void;
  /** Ends timers and outgoing deliveries. */
  close(): Promise<void>;
}

/** Fault switches. Rates are 0…1 and drawn from a generator seeded with `seed`. */
export interface Faults {
  readonly seed?: number;
  /** The request is carried out, the connection is then cut without an answer. */
  readonly answerLost?: number;
  /** The connection is cut before anything is carried out. */
  readonly requestLost?: number;
  /** 500 without carrying it out. */
  readonly http500?: number;
  /** 500 after carrying it out. */
  readonly http500AfterCommit?: number;
  readonly http429?: number | { readonly rate: number; readonly retryAfter?: number };
  /** Any other status without carrying it out. */
  readonly status?: { readonly code: number; readonly rate: number; readonly body?: string };
  /** Carried out; the answer's body is replaced. */
  readonly body?: { readonly kind: "html" | "empty" | "truncated" | "garbage"; readonly rate: number };
  /** Delay of each answer in real milliseconds, drawn evenly from the range. */
  readonly slowMs?: readonly [number, number];
  /** Refuses every connection. */
  readonly down?: boolean;
  /** At most this many faults are injected in all, then requests pass. */
  readonly times?: number;
  /** Switches for single operations (name as `Emulator.operation` gives it); they replace the general ones. */
  readonly operations?: Readonly<Record<string, Omit<Faults, "operations" | "seed">>>;
}

/** One line of the request log, as `GET /_control/<system>/log` shows it. */
export interface LoggedRequest {
  readonly number: number;
  readonly time: string;
  readonly method: string;
  readonly path: string;
  readonly operation: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Null when the connection was cut without an answer. */
  readonly status: number | null;
  readonly answer: string | null;
  /** Name of the injected fault, or null. */
  readonly fault: string | null;
  /** Status of the emulator's own answer, also where a fault lost or replaced it; null when nothing was carried out. */
  readonly ownStatus: number | null;
  /** What the answer that was sent asked for in `Retry-After`, in seconds; null when it did not. */
  readonly retryAfter: number | null;
  /** When its answer was sent; null when there was none. */
  readonly answeredAt: string | null;
}
