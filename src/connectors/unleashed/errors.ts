import type { HttpAnswer } from "#connectors/kit/http-caller.ts";
import { SyncError } from "#domain/sync-error.ts";
import { cleanWords } from "./clean-words.ts";
import type { AccountSettings } from "./settings/account-settings.ts";

/** A call that was answered, as far as errors need to know it. */
export interface AnsweredCall {
  readonly operation: string;
  readonly writes: boolean;
  /** Body of a write, query of a read: what must not be repeated in messages. */
  readonly sent: string;
}

/** Wait after a 429 that names none; accounts have been served again after one to eight seconds. */
const throttleMs = 2_000;
const hourMs = 3_600_000;

/**
 * Translates an answer that is not a success. Sources: vendor's documentation (general pages, AuthenticationHelp) and clients of
 * live accounts; what they leave open is a setting of `account`.
 *
 * | answer | class |
 * | --- | --- |
 * | 400, 405 … 499 | `rejected` |
 * | 401, 403 | `unauthorised`, or `throttled` when the text or the setting says that the month's calls are used up |
 * | 404 to a write | `gone` |
 * | 408 and 5xx | `unavailable` for reads, `unknown-outcome` for writes: it may have been carried out |
 * | 429 | `throttled` |
 * | 1xx, 3xx | `unavailable` |
 */
export function refusal(
  answer: HttpAnswer,
  call: AnsweredCall,
  account: AccountSettings,
  nowMs: number,
): SyncError {
  const { status } = answer;
  const words = cleanWords(answer.text, call.sent);
  const said = words === "" ? "It gave no reason." : `It said: ${words}${/[.!?…]$/.test(words) ? "" : "."}`;
  const detail = { operation: call.operation, status };

  if (isQuotaUsedUp(status, words, account))
    return new SyncError(
      "throttled",
      {
        code: "UNLEASHED_QUOTA_USED_UP",
        message:
          `Unleashed answers no calls because the account's calls of this month are used up (HTTP ${status}). ` +
          "Wait for the first of the month, or buy a bundle and resume the connection.",
        detail,
      },
      { retryAfterMs: quotaWaitMs(account, nowMs) },
    );
  if (status === 429)
    return new SyncError(
      "throttled",
      { code: "UNLEASHED_THROTTLED", message: "Unleashed asked to slow down (HTTP 429).", detail },
      { retryAfterMs: retryAfterMs(answer.headers["retry-after"], nowMs) ?? throttleMs },
    );
  if (status === 401 || status === 403)
    return new SyncError("unauthorised", {
      code: "UNLEASHED_SIGN_IN_REFUSED",
      message:
        `Unleashed refused the sign-in (HTTP ${status}). ${said} Check apiId and apiKey of the connection, ` +
        "then resume it. If the month's calls are used up, say so by the setting account.forbiddenMeans.",
      detail,
    });
  if (status === 408 || status >= 500) return serverTrouble(call, status, said, detail);
  if (status < 400)
    return new SyncError("unavailable", {
      code: "UNLEASHED_UNEXPECTED_STATUS",
      message: `${call.operation}: the answer was HTTP ${status}, which Unleashed does not give. Check baseUrl of the connection.`,
      detail,
    });
  if (status === 404 && call.writes)
    return new SyncError("gone", {
      code: "UNLEASHED_NOT_THERE",
      message: `${call.operation}: Unleashed does not have what was to be changed. ${said} Look whether it was deleted there.`,
      detail,
    });
  if (status === 404)
    return new SyncError("unavailable", {
      code: "UNLEASHED_NOT_FOUND_HERE",
      message: `${call.operation}: nothing answers there (HTTP 404). Check baseUrl of the connection.`,
      detail,
    });
  return new SyncError("rejected", {
    code: "UNLEASHED_REJECTED",
    message: `${call.operation}: Unleashed refused it (HTTP ${status}). ${said} The same would be refused again: change the record, the settings or the account, then retry.`,
    detail,
  });
}

/** A success whose body cannot be used. On a write nobody knows what happened; on a read nothing did. */
export function unreadable(call: AnsweredCall, what: "empty" | "not-json" | "wrong-shape"): SyncError {
  const words = {
    empty: "the answer was empty",
    "not-json": "the answer was not JSON (a page of somebody in between, or cut off)",
    "wrong-shape": "the answer had another shape than the API gives",
  }[what];
  const detail = { operation: call.operation, answer: what };
  if (call.writes)
    return new SyncError("unknown-outcome", {
      code: "UNLEASHED_ANSWER_UNREADABLE",
      message: `${call.operation}: it was sent, and ${words}. Whether it was carried out is not known.`,
      detail,
    });
  const reason = {
    code: "UNLEASHED_ANSWER_UNREADABLE",
    message: `${call.operation}: ${words}. Check baseUrl of the connection if it stays.`,
    detail,
  };
  return new SyncError(what === "wrong-shape" ? "defect" : "unavailable", reason);
}

function serverTrouble(
  call: AnsweredCall,
  status: number,
  said: string,
  detail: Record<string, unknown>,
): SyncError {
  return call.writes
    ? new SyncError("unknown-outcome", {
        code: "UNLEASHED_FAILED_ON_WRITE",
        message:
          `${call.operation}: Unleashed failed (HTTP ${status}). ${said} Whether it was carried out is not known. ` +
          "Unleashed also answers so when a body has a field that it does not take.",
        detail,
      })
    : new SyncError("unavailable", {
        code: "UNLEASHED_FAILED",
        message: `${call.operation}: Unleashed failed (HTTP ${status}). ${said}`,
        detail,
      });
}

function isQuotaUsedUp(status: number, words: string, account: AccountSettings): boolean {
  if (status !== 402 && status !== 403 && status !== 429) return false;
  const text = words.toLowerCase();
  if (account.quotaWords.some((word) => text.includes(word.toLowerCase()))) return true;
  return status === 403 && account.forbiddenMeans === "quota";
}

function quotaWaitMs(account: AccountSettings, nowMs: number): number {
  if (account.quotaWaitHours !== null) return account.quotaWaitHours * hourMs;
  const now = new Date(nowMs);
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1) - nowMs;
}

/** `Retry-After` in seconds, which may have a fraction, or as a date (RFC 9110); a day at most. Undefined when absent or neither. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(24 * hourMs, Math.ceil(Number(text) * 1000));
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.min(24 * hourMs, Math.max(0, at - nowMs));
}
