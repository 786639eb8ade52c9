import { STATUS_CODES } from "node:http";
import { SyncError } from "#domain/sync-error.ts";
import { UseCaseError } from "#engine/use-cases/hub.ts";

/** One thing that is wrong with a request: in its body (`pointer`, RFC 6901 as a fragment) or in its address (`parameter`). */
export interface ProblemError {
  readonly detail: string;
  readonly pointer?: string;
  readonly parameter?: string;
}

/**
 * A refused or failed request, as RFC 9457 ("Problem Details for HTTP APIs") describes it. `code` is the stable name that
 * programs go by; `detail` is for people. Never holds personal data or secrets.
 */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly ProblemError[];
  /** For `RUN_UNDER_WAY` and `RUN_STATE`: the run that is in the way. */
  readonly run?: unknown;
  /** Whatever else the use case says about its refusal. */
  readonly context?: unknown;
  /** Class of a failure of an outside system, as the engine knows it: `throttled`, `unavailable`, … */
  readonly errorClass?: string;
  /** Number of the request in the log; only for failures of our own. */
  readonly request?: string;
}

/** A request that is refused by the server itself, before any use case sees it. */
export class RequestError extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly ProblemError[];
  constructor(status: number, code: string, message: string, errors: readonly ProblemError[] = []) {
    super(message);
    this.name = "RequestError";
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

export const problemType = "application/problem+json; charset=utf-8";

export function problem(
  status: number,
  code: string,
  detail: string,
  more: Omit<Problem, "type" | "title" | "status" | "detail" | "code"> = {},
): Problem {
  return {
    type: `urn:waybill:problem:${code.toLowerCase().replaceAll("_", "-")}`,
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail,
    code,
    ...more,
  };
}

/** The problem document of an error that says what it is; null for one that does not: a defect, or the database is away. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof RequestError)
    return problem(
      error.status,
      error.code,
      error.message,
      error.errors.length === 0 ? {} : { errors: error.errors },
    );
  if (error instanceof UseCaseError)
    return problem(error.status, error.code, error.message, moreOf(error.detail));
  if (error instanceof SyncError) {
    const passing = error.errorClass === "throttled" || error.errorClass === "unavailable";
    return problem(passing ? 503 : 502, error.reason.code, error.reason.message, {
      errorClass: error.errorClass,
      ...(error.reason.detail === undefined ? {} : { context: error.reason.detail }),
    });
  }
  return ofHttp(error);
}

/** Seconds after which the same request may go better; null when waiting does not help. */
export function retryAfterSeconds(error: unknown): number | null {
  if (error instanceof SyncError) {
    if (error.errorClass === "throttled")
      return Math.max(1, Math.ceil((error.retryAfterMs ?? 5_000) / 1_000));
    return error.errorClass === "unavailable" ? 10 : null;
  }
  return error instanceof UseCaseError && error.status === 503 ? 5 : null;
}

function moreOf(detail: unknown): Pick<Problem, "errors" | "run" | "context"> {
  if (detail === undefined) return {};
  if (Array.isArray(detail) && detail.length > 0 && detail.every(isPathed))
    return { errors: detail.map(({ path, message }) => ({ detail: message, pointer: pointerOf(path) })) };
  if (typeof detail === "object" && detail !== null && "startedAt" in detail) return { run: detail };
  return { context: detail };
}

interface Pathed {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

function isPathed(entry: unknown): entry is Pathed {
  return (
    typeof entry === "object" &&
    entry !== null &&
    "path" in entry &&
    Array.isArray(entry.path) &&
    "message" in entry
  );
}

/** A JSON pointer as a URI fragment (RFC 6901, section 6): `#/stores/0/auth`. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return `#${path.map((part) => `/${encodeURI(String(part).replaceAll("~", "~0").replaceAll("/", "~1"))}`).join("")}`;
}

const httpCodes: Readonly<Record<string, readonly [code: string, detail: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ["BODY_TOO_LARGE", "The body is larger than this address takes."],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ["CONTENT_TYPE", "Send the body as application/json."],
  FST_ERR_CTP_INVALID_JSON_BODY: ["NOT_JSON", "The body is not JSON."],
  FST_ERR_MAX_PARAM_LENGTH: ["ADDRESS_TOO_LONG", "A part of the address is longer than any name here."],
};

/** Errors with which the HTTP layer refuses a request that cannot be read. */
function ofHttp(error: unknown): Problem | null {
  if (!(error instanceof Error) || !("statusCode" in error) || typeof error.statusCode !== "number")
    return null;
  if (error.statusCode < 400 || error.statusCode > 499) return null;
  const known = "code" in error ? httpCodes[String(error.code)] : undefined;
  const [code, detail] = known ?? ["REQUEST_UNREADABLE", "The request cannot be read."];
  return problem(error.statusCode, code, detail);
}
