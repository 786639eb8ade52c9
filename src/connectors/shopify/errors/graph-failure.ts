import type { HttpAnswer } from "#connectors/kit/http-caller.ts";
import type { SyncError } from "#domain/sync-error.ts";
import { asObject, fieldPath, type GraphProblem } from "./graph-problem.ts";
import { failure, plain, throttled, unclear, type CallFacts } from "./status-error.ts";
import type { AnswerCost } from "../graph-body.ts";

/** Longest that a wait is worked out for, when the shop says that no points come back. */
const longestWaitMs = 60_000;
/** Beyond the computed wait, so that points taken by other calls meanwhile do not throttle at once again. */
const marginMs = 250;

/**
 * The failure that problems of an answer stand for; null when a caller can go on with what came (protected data withheld, a
 * scope missing).
 */
export function failureOf(
  call: CallFacts,
  problems: readonly GraphProblem[],
  cost: AnswerCost | null,
  answer: HttpAnswer,
): SyncError | null {
  const of = (kind: GraphProblem["kind"]): GraphProblem | undefined =>
    problems.find((problem) => problem.kind === kind);
  if (of("throttled") !== undefined) return throttled(call, "too few points are left", waitOf(cost));
  if (of("too-expensive") !== undefined)
    return failure(
      "defect",
      tooExpensiveCode,
      `${call.operation} asks for more at once than ${call.shop} allows${cost?.requested === undefined ? "" : ` (${cost.requested} points)`}.`,
      call,
      answer,
    );
  const internal = of("internal");
  if (internal !== undefined)
    return unclear(
      call,
      "SHOP_INTERNAL_ERROR",
      `failed inside${internal.requestId === null ? "" : ` (its id for the call: ${internal.requestId})`}`,
      answer,
    );
  const invalid = of("invalid");
  if (invalid !== undefined)
    return failure(
      "defect",
      "QUERY_REFUSED",
      `${call.shop} refused ${call.operation} with ${invalid.code} at ${invalid.at ?? fieldPath(invalid)}. That is a mistake in Waybill, or this API version is not the one asked for.`,
      call,
      answer,
    );
  return null;
}

export const tooExpensiveCode = "QUERY_TOO_EXPENSIVE";

/** A filter that the search ignores answers with everything, so a warning is a failure. Null: no warnings. */
export function searchFailure(call: CallFacts, search: unknown, answer: HttpAnswer): SyncError | null {
  const warnings = (Array.isArray(search) ? search : [])
    .flatMap((entry: unknown) => asObject(entry)["warnings"] ?? [])
    .map((warning: unknown) => asObject(warning));
  const [first] = warnings;
  if (first === undefined) return null;
  return failure(
    "defect",
    "SEARCH_FILTER_IGNORED",
    `${call.shop} ignored the filter ${plain(first["field"]) ?? "?"} of ${call.operation} (${plain(first["code"]) ?? "no code"}), so its answer was not used.`,
    call,
    answer,
  );
}

/** (asked for − there) ÷ refill, as "GraphQL Admin API rate limits" advises. */
function waitOf(cost: AnswerCost | null): number {
  const status = cost?.status;
  if (cost?.requested === undefined || !status || status.restoreRate <= 0) return 2_000;
  const missing = Math.max(0, cost.requested - status.currentlyAvailable);
  return Math.min(longestWaitMs, (missing / status.restoreRate) * 1_000 + marginMs);
}
