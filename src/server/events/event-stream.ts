import type { ServerResponse } from "node:http";

export interface EventStreamOptions {
  /** Bytes that may wait for a slow client before events are left out. */
  readonly maxBufferedBytes: number;
}

/**
 * One client of the event stream. A client that reads slower than events come gets a bounded buffer: what does not fit is left
 * out, and once it has caught up it is told how many it missed (`event: gap`).
 */
export interface EventStream {
  /** `frame`: one finished server-sent event. */
  send(frame: string): void;
  /** Keeps proxies from closing a quiet stream. False: the client has read nothing since the last one and should be let go. */
  beat(): boolean;
  end(): void;
}

export function openEventStream(response: ServerResponse, options: EventStreamOptions): EventStream {
  let missed = 0;
  let stalled = false;

  const isFull = (): boolean => response.writableLength > options.maxBufferedBytes;

  const tellGap = (): void => {
    if (missed === 0 || isFull()) return;
    response.write(`event: gap\ndata: ${JSON.stringify({ missed })}\n\n`);
    missed = 0;
  };
  response.on("drain", () => {
    stalled = false;
    tellGap();
  });

  return {
    send: (frame) => {
      tellGap();
      if (missed > 0 || isFull()) missed += 1;
      else response.write(frame);
    },
    beat: () => {
      const isStalled = isFull();
      if (isStalled && stalled) return false;
      stalled = isStalled;
      tellGap();
      if (!isStalled) response.write(": still here\n\n");
      return true;
    },
    end: () => response.end(),
  };
}
