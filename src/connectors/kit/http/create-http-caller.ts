import { Agent, type Dispatcher } from "undici";
import { SyncError } from "#domain/sync-error.ts";
import type { CallBudget } from "../call-budget.ts";
import { callPriority } from "../call-priority.ts";
import { passFaultPoint } from "../fault-point.ts";
import type { HttpAnswer, HttpCall, HttpCaller } from "../http-caller.ts";
import { fetchFile } from "./fetch-file.ts";
import { splitUrl } from "./split-url.ts";
import { codeOf, wasSent } from "./transport-trouble.ts";
import { readAnswer, TooLargeError } from "./read-answer.ts";

export interface HttpCallerOptions {
  readonly budget: CallBudget;
  /** Default: one keep-alive pool per origin, shared by all callers of the process. */
  readonly dispatcher?: Dispatcher;
}

const defaultTimeoutMs = 30_000;

const shared = new Agent({
  connections: 64,
  connect: { timeout: 10_000 },
  keepAliveTimeout: 30_000,
  headersTimeout: 0,
  bodyTimeout: 0,
});

/** Calls over HTTP with a budget. Never follows redirects, never retries, never logs bodies. */
export function createHttpCaller({ budget, dispatcher = shared }: HttpCallerOptions): HttpCaller {
  return {
    call: async (call) => {
      if (call.metered === false) return send(call, dispatcher);
      const release = await budget.take(call.priority ?? callPriority());
      let answer: HttpAnswer | null = null;
      try {
        answer = await send(call, dispatcher);
        return answer;
      } finally {
        // Whoever reads that it was too much says so at once; until then nobody is to take this place.
        if (answer?.status === 429) setImmediate(release);
        else release();
      }
    },
    fetchFile: (fetch) => fetchFile(fetch, dispatcher),
    throttled: (ms) => budget.throttled(ms),
  };
}

async function send(call: HttpCall, dispatcher: Dispatcher): Promise<HttpAnswer> {
  const { origin, pathAndQuery } = splitUrl(call.url);
  const kind = call.metered === false ? "signIn" : call.writes ? "write" : "read";
  await passFaultPoint(`call.${kind}.beforeSend`, call.operation);
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error("timed out")), call.timeoutMs ?? defaultTimeoutMs);
  try {
    const answer = await dispatcher.request({
      origin,
      path: pathAndQuery,
      method: call.method,
      headers: call.headers,
      body: call.body ?? null,
      signal: abort.signal,
    });
    const whole = await readAnswer(answer);
    await passFaultPoint(`call.${kind}.afterAnswer`, call.operation);
    return whole;
  } catch (error) {
    throw translate(call, error);
  } finally {
    clearTimeout(timer);
  }
}

function translate(call: HttpCall, error: unknown): SyncError {
  const code = codeOf(error);
  if (!wasSent(code))
    return new SyncError(
      "unavailable",
      {
        code: "CONNECTION_FAILED",
        message: `${call.operation}: the other side could not be reached (${code}). Nothing was sent.`,
      },
      { cause: error },
    );
  const what = error instanceof TooLargeError ? error.message : `no whole answer came back (${code})`;
  return call.writes
    ? new SyncError(
        "unknown-outcome",
        {
          code: "ANSWER_LOST",
          message: `${call.operation}: it was sent, and ${what}. Whether it was carried out is not known.`,
        },
        { cause: error },
      )
    : new SyncError(
        "unavailable",
        { code: "NO_ANSWER", message: `${call.operation}: ${what}.` },
        { cause: error },
      );
}
