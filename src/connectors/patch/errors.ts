import type { HttpAnswer } from "#connectors/kit/http-caller.ts";
import { SyncError } from "#domain/sync-error.ts";
import { cleanWords } from "./clean-words.ts";

/** A call that was answered, as far as errors need to know it. */
export interface AnsweredCall {
  readonly operation: string;
  readonly writes: boolean;
  /** Query and body, each on a line of its own: what must not be repeated in messages. */
  readonly sent: string;
}

const dayMs = 24 * 3_600_000;

/**
 * Translates an answer that is not a success. Sources: Ruby client `patch_retention` 0.3.2 (a body `{"error": …}`; a failure of the
 * gateway is a 502 without a body) and public snippets that call the API (both headers, 429 with or without `Retry-After`).
 *
 * | answer | class |
 * | --- | --- |
 * | 400, 402, 405 … 499 | `rejected` |
 * | 401, 403 | `unauthorised` |
 * | 404 to a write | `gone` |
 * | 408 and 5xx | `unavailable` for reads, `unknown-outcome` for writes: it may have been carried out |
 * | 429 | `throttled`; `throttleSeconds` where it names no wait |
 * | 1xx, 3xx | `unavailable` |
 */
export function refusal(
  answer: HttpAnswer,
  call: AnsweredCall,
  { throttleSeconds }: { readonly throttleSeconds: number },
  nowMs: number,
): SyncError {
  const { status } = answer;
  const words = cleanWords(answer.text, call.sent);
  const said = words === "" ? "It gave no reason." : `It said: ${words}${/[.!?…]$/.test(words) ? "" : "."}`;
  const detail = { operation: call.operation, status };

  if (status === 429)
    return new SyncError(
      "throttled",
      { code: "PATCH_THROTTLED", message: "Patch asked to slow down (HTTP 429).", detail },
      { retryAfterMs: retryAfterMs(answer.headers["retry-after"], nowMs) ?? throttleSeconds * 1000 },
    );
  if (status === 401 || status === 403)
    return new SyncError("unauthorised", {
      code: "PATCH_SIGN_IN_REFUSED",
      message: `Patch refused the sign-in (HTTP ${status}). ${said} It needs both the API key and the Account ID of the same location: check apiKey and accountId of the connection, then resume it.`,
      detail,
    });
  if (status === 408 || status >= 500)
    return call.writes
      ? new SyncError("unknown-outcome", {
          code: "PATCH_FAILED_ON_WRITE",
          message: `${call.operation}: Patch failed (HTTP ${status}). ${said} Whether it was carried out is not known.`,
          detail,
        })
      : new SyncError("unavailable", {
          code: "PATCH_FAILED",
          message: `${call.operation}: Patch failed (HTTP ${status}). ${said}`,
          detail,
        });
  if (status < 400)
    return new SyncError("unavailable", {
      code: "PATCH_UNEXPECTED_STATUS",
      message: `${call.operation}: the answer was HTTP ${status}, which Patch does not give. Check baseUrl of the connection.`,
      detail,
    });
  if (status === 404 && call.writes)
    return new SyncError("gone", {
      code: "PATCH_NOT_THERE",
      message: `${call.operation}: Patch does not have the contact that it is about. ${said} Look whether it was deleted or merged there, then retry.`,
      detail,
    });
  if (status === 404)
    return new SyncError("unavailable", {
      code: "PATCH_NOT_FOUND_HERE",
      message: `${call.operation}: nothing answers there (HTTP 404). Check baseUrl of the connection.`,
      detail,
    });
  return new SyncError("rejected", {
    code: "PATCH_REJECTED",
    message: `${call.operation}: Patch refused it (HTTP ${status}). ${said} The same would be refused again: change the record, the settings or the account, then retry.`,
    detail,
  });
}

/** A success whose body cannot be used. On a write nobody knows what happened; on a read nothing did. */
export function unreadable(
  call: Omit<AnsweredCall, "sent">,
  what: "empty" | "not-json" | "wrong-shape",
): SyncError {
  const words = {
    empty: "the answer was empty",
    "not-json": "the answer was not JSON (a page of somebody in between, or cut off)",
    "wrong-shape": "the answer had another shape than the API gives",
  }[what];
  const detail = { operation: call.operation, answer: what };
  if (call.writes)
    return new SyncError("unknown-outcome", {
      code: "PATCH_ANSWER_UNREADABLE",
      message: `${call.operation}: it was sent, and ${words}. Whether it was carried out is not known.`,
      detail,
    });
  const reason = {
    code: "PATCH_ANSWER_UNREADABLE",
    message: `${call.operation}: ${words}. Check baseUrl of the connection if it stays.`,
    detail,
  };
  return new SyncError(what === "wrong-shape" ? "defect" : "unavailable", reason);
}

/** `Retry-After` in seconds, which may have a fraction, or as a date (RFC 9110); a day at most. Undefined when absent or neither. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(dayMs, Math.ceil(Number(text) * 1000));
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.min(dayMs, Math.max(0, at - nowMs));
}
