import type { HubEvent } from "#engine/use-cases/hub.ts";
import type { ApiClient } from "./api-client.ts";
import { createEventParser } from "./event-parser.ts";

export interface ListenOptions {
  /** First wait before the stream is opened again, in milliseconds; it doubles up to `longestWaitMs`. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
}

/** The server gives a sign of life every 15 seconds; a stream that is silent for three of them is dead. */
const longestSilenceMs = 45_000;

/**
 * Listens to a server's events until the returned function is called. A stream that breaks, or a server that is away, is tried
 * again for ever; what happened meanwhile is not told.
 */
export function listenEvents(
  api: ApiClient,
  listener: (event: HubEvent) => void,
  options: ListenOptions,
): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;

  const readOnce = async (onOpen: () => void): Promise<void> => {
    const answer = await api.raw("/api/v1/events", {
      method: "GET",
      headers: { accept: "text/event-stream" },
      signal,
      bodyTimeoutMs: longestSilenceMs,
    });
    if (answer.statusCode !== 200) {
      await answer.body.dump();
      return;
    }
    onOpen();
    const decoder = new TextDecoder();
    const parse = createEventParser(({ type, data }) => {
      if (type === "record" || type === "connection") listener(JSON.parse(data) as HubEvent);
    });
    for await (const chunk of answer.body) parse(decoder.decode(chunk as Buffer, { stream: true }));
  };

  const listen = async (): Promise<void> => {
    let waitMs = options.firstWaitMs;
    while (!signal.aborted) {
      try {
        await readOnce(() => {
          waitMs = options.firstWaitMs;
        });
      } catch {
        // Away, restarting, or cut off: all the same here. Calls of other methods say what is wrong.
      }
      if (signal.aborted) return;
      await wait(waitMs, signal);
      waitMs = Math.min(waitMs * 2, options.longestWaitMs);
    }
  };
  void listen();
  return () => stopping.abort();
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}
