import type { HttpAnswer } from "#connectors/kit/http-caller.ts";
import { asObject, readProblem, type GraphProblem } from "./errors/graph-problem.ts";
import type { ThrottleStatus } from "./limiter.ts";

/** `extensions.cost` of an answer. */
export interface AnswerCost {
  readonly requested: number | undefined;
  readonly status: ThrottleStatus | null;
}

/** A whole GraphQL answer. */
export interface GraphBody {
  /** Null when the answer has no data. */
  readonly data: object | null;
  readonly problems: readonly GraphProblem[];
  readonly cost: AnswerCost | null;
  /** `extensions.search`, as it came. */
  readonly search: unknown;
}

/** Reads the body of an answer with status 200. Null: empty, cut off, HTML, or no answer to a query. */
export function readGraphBody({ text }: HttpAnswer): GraphBody | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const body = asObject(parsed);
  const { data, errors } = body;
  const problems = Array.isArray(errors) ? errors.map(readProblem) : [];
  const hasData = typeof data === "object" && data !== null;
  if (!hasData && problems.length === 0) return null;
  const extensions = asObject(body["extensions"]);
  return {
    data: hasData ? data : null,
    problems,
    cost: readCost(extensions["cost"]),
    search: extensions["search"],
  };
}

function readCost(value: unknown): AnswerCost | null {
  if (value === undefined || value === null) return null;
  const cost = asObject(value);
  const requested = cost["requestedQueryCost"];
  return {
    requested: typeof requested === "number" ? requested : undefined,
    status: readStatus(cost["throttleStatus"]),
  };
}

/** A bucket that fills within this long; those of all plans do within half a minute (Shopify: "GraphQL Admin API rate limits"). */
const longestRefillSeconds = 3_600;

/**
 * What the answer says of the points; null for what no bucket is like. A limiter that believed it would send nothing any more, and so
 * never hear better.
 */
function readStatus(value: unknown): ThrottleStatus | null {
  const { maximumAvailable, currentlyAvailable, restoreRate } = asObject(value);
  if (
    typeof maximumAvailable !== "number" ||
    typeof currentlyAvailable !== "number" ||
    typeof restoreRate !== "number"
  )
    return null;
  const isBucket =
    Number.isFinite(maximumAvailable) &&
    maximumAvailable > 0 &&
    maximumAvailable <= restoreRate * longestRefillSeconds &&
    Math.abs(currentlyAvailable) <= maximumAvailable;
  return isBucket ? { maximumAvailable, currentlyAvailable, restoreRate } : null;
}
