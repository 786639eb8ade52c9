import type { HttpAnswer } from "#connectors/kit/http-caller.ts";
import { SyncError, type SyncErrorClass } from "#domain/sync-error.ts";

/** What is said of a call in errors: no ids, no personal data. */
export interface CallFacts {
  /** `query OrdersById`. */
  readonly operation: string;
  readonly writes: boolean;
  /** Domain of the shop. */
  readonly shop: string;
}

/** Waits when the shop asked for one without saying how long: a rate limit, a security rejection. */
const defaultWaitMs = { tooMany: 2_000, rejected: 60_000 };

/**
 * The failure that a status other than 200 stands for. 401 is the caller's: it may renew the token first.
 * Source: "Shopify API response status and error codes".
 */
export function errorOfStatus(call: CallFacts, answer: HttpAnswer): SyncError {
  const { status } = answer;
  if (status === 429 || status === 430) {
    const wait = retryAfterMs(answer) ?? (status === 429 ? defaultWaitMs.tooMany : defaultWaitMs.rejected);
    return throttled(call, `it answered ${status}`, wait);
  }
  if (status >= 500) return unclear(call, "SHOP_UNAVAILABLE", `answered with status ${status}`, answer);
  const known = advice[status];
  if (known !== undefined) return failure("unauthorised", known.code, known.message(call.shop), call, answer);
  if (status >= 300 && status < 400)
    return failure(
      "unauthorised",
      "SHOP_MOVED",
      `${call.shop} answers with a redirection (${status}). Put the shop's present myshopify.com domain into the configuration.`,
      call,
      answer,
    );
  return failure(
    "defect",
    "UNEXPECTED_STATUS",
    `${call.shop} answered ${call.operation} with status ${status}, which Waybill does not know how to read.`,
    call,
    answer,
  );
}

const advice: Readonly<
  Record<number, { readonly code: string; readonly message: (shop: string) => string }>
> = {
  402: {
    code: "SHOP_FROZEN",
    message: (shop) =>
      `${shop} is frozen (402): its bill at Shopify is open. Once that is settled, resume the connection.`,
  },
  403: {
    code: "SHOP_FORBIDDEN",
    message: (shop) =>
      `${shop} refuses the app (403). Check in the shop's admin that the app is installed and may be used, then resume the connection.`,
  },
  404: {
    code: "SHOP_NOT_FOUND",
    message: (shop) =>
      `Shopify knows no shop at ${shop} (404). Check the store's domain and API version in the configuration.`,
  },
  423: {
    code: "SHOP_LOCKED",
    message: (shop) =>
      `Shopify has locked ${shop} (423). Its owner has to ask Shopify's support; resume the connection afterwards.`,
  },
};

/** The other side asked to wait. */
export function throttled(call: CallFacts, why: string, waitMs: number): SyncError {
  return new SyncError(
    "throttled",
    {
      code: "SHOP_THROTTLED",
      message: `${call.shop} asked to wait (${call.operation}: ${why}). Work goes on by itself.`,
    },
    { retryAfterMs: Math.ceil(waitMs) },
  );
}

/** The answer does not say whether the call was carried out: harmless for a read, to be looked up after a write. */
export function unclear(call: CallFacts, code: string, what: string, answer: HttpAnswer | null): SyncError {
  const then = call.writes ? "Whether it was carried out is not known." : "It is tried again.";
  return failure(
    call.writes ? "unknown-outcome" : "unavailable",
    code,
    `${call.operation}: ${call.shop} ${what}. ${then}`,
    call,
    answer,
  );
}

export function failure(
  errorClass: SyncErrorClass,
  code: string,
  message: string,
  call: CallFacts,
  answer: HttpAnswer | null,
): SyncError {
  const requestId = answer === null ? null : plain(answer.headers["x-request-id"]);
  return new SyncError(errorClass, {
    code,
    message,
    detail: {
      operation: call.operation,
      ...(answer === null ? {} : { status: answer.status }),
      ...(requestId === null ? {} : { requestId }),
    },
  });
}

/** Whoever asks for more is asked again after this long. */
const longestWaitMs = 60 * 60_000;

/** `Retry-After` is in seconds and may have a fraction; an hour at most. Null: absent, or not a number of seconds. */
export function retryAfterMs(answer: HttpAnswer): number | null {
  const text = answer.headers["retry-after"]?.trim() ?? "";
  return /^\d+(\.\d+)?$/.test(text) ? Math.min(longestWaitMs, Math.ceil(Number(text) * 1_000)) : null;
}

/** Text of the other side that may be shown: letters, digits and simple marks, of bounded length. Null: anything else. */
export function plain(text: unknown): string | null {
  return typeof text === "string" && /^[\w.:/#-]{1,120}$/.test(text) ? text : null;
}
