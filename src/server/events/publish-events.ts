import type { ServerResponse } from "node:http";
import type { EngineLog } from "#engine/runtime/connection-runtime.ts";
import type { Hub, HubEvent } from "#engine/use-cases/hub.ts";
import { openEventStream, type EventStream } from "./event-stream.ts";

export interface PublishOptions {
  readonly hub: Pick<Hub, "onEvent">;
  readonly log: EngineLog;
  readonly heartbeatMs: number;
  readonly maxBufferedBytes: number;
  onCount(open: number): void;
}

/** Sends the hub's events to all open streams. Listens to the hub only while somebody listens here. */
export interface EventPublisher {
  /** Makes `response`, whose head is sent, a stream until it closes. */
  add(response: ServerResponse): void;
  close(): void;
}

export function publishEvents(options: PublishOptions): EventPublisher {
  const { hub, log } = options;
  const streams = new Map<ServerResponse, EventStream>();
  let stopListening: (() => void) | null = null;
  let heart: NodeJS.Timeout | undefined;

  const publish = (event: HubEvent): void => {
    const frame = `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
    for (const stream of streams.values()) stream.send(frame);
  };

  const beat = (): void => {
    for (const [response, stream] of streams)
      if (!stream.beat()) {
        log.warn({}, "a client of the event stream reads nothing and was let go");
        response.destroy();
      }
  };

  const remove = (response: ServerResponse): void => {
    if (!streams.delete(response)) return;
    options.onCount(streams.size);
    if (streams.size > 0) return;
    clearInterval(heart);
    stopListening?.();
    stopListening = null;
  };

  return {
    add: (response) => {
      response.on("close", () => remove(response));
      response.on("error", () => remove(response));
      if (response.destroyed) return;
      streams.set(response, openEventStream(response, options));
      options.onCount(streams.size);
      if (stopListening !== null) return;
      stopListening = hub.onEvent(publish);
      heart = setInterval(beat, options.heartbeatMs);
      heart.unref();
    },
    close: () => {
      for (const [response, stream] of streams) {
        stream.end();
        remove(response);
      }
    },
  };
}
