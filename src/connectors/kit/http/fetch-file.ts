import type { Dispatcher } from "undici";
import { SyncError } from "#domain/sync-error.ts";
import { passFaultPoint } from "../fault-point.ts";
import type { HttpFetch, HttpFile } from "../http-caller.ts";
import { flattenHeaders } from "./read-answer.ts";
import { splitUrl } from "./split-url.ts";
import { codeOf } from "./transport-trouble.ts";

const defaultSilenceMs = 60_000;

/** Fetches a file a piece at a time. See `HttpCaller.fetchFile`. */
export async function fetchFile(fetch: HttpFetch, dispatcher: Dispatcher): Promise<HttpFile> {
  const { url, operation, signal, silenceMs = defaultSilenceMs } = fetch;
  await passFaultPoint("call.read.beforeSend", operation);
  const silence = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const listen = (): void => {
    timer = setTimeout(() => silence.abort(new Error("timed out")), silenceMs);
  };
  const { origin, pathAndQuery } = splitUrl(url);
  const lost = (error: unknown): SyncError => {
    clearTimeout(timer);
    return new SyncError(
      "unavailable",
      { code: "NO_ANSWER", message: `${operation}: the file did not arrive whole (${codeOf(error)}).` },
      { cause: error },
    );
  };
  listen();
  try {
    const answer = await dispatcher.request({
      origin,
      path: pathAndQuery,
      method: "GET",
      signal: signal === undefined ? silence.signal : AbortSignal.any([silence.signal, signal]),
    });
    return {
      status: answer.statusCode,
      headers: flattenHeaders(answer.headers),
      bytes: {
        async *[Symbol.asyncIterator]() {
          try {
            for await (const piece of answer.body) {
              // How long a piece is worked with is not the other side's silence.
              clearTimeout(timer);
              yield piece as Buffer;
              listen();
            }
            await passFaultPoint("call.read.afterAnswer", operation);
          } catch (error) {
            throw lost(error);
          } finally {
            clearTimeout(timer);
          }
        },
      },
    };
  } catch (error) {
    throw lost(error);
  }
}
