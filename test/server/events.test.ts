import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { Hub, HubEvent } from "#engine/use-cases/hub.ts";
import { serveHub, type Served, patience } from "./serve-hub.ts";

/** The parts of a hub that the event stream needs, with a hand on its events. */
function eventHub() {
  const listeners = new Set<(event: HubEvent) => void>();
  const hub = {
    authenticate: (token: string) =>
      Promise.resolve(token === "wb_test" ? { id: "1", role: "viewer" as const } : null),
    onEvent: (listener: (event: HubEvent) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    connections: () => Promise.resolve([]),
    createKey: () => Promise.resolve({ token: "wb_test" }),
    ready: () => Promise.resolve(),
  } as unknown as Hub;
  const emit = (index: number, pad = ""): void => {
    for (const listener of listeners)
      listener({
        type: "record",
        connection: "c",
        key: `orders:${index}`,
        title: `#${index}`,
        state: "synced",
        message: pad,
      });
  };
  return { hub, listeners, emit };
}

let served: Served | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
});

async function open(url: string): Promise<{ read(until: RegExp): Promise<string>; cancel(): Promise<void> }> {
  const answer = await fetch(`${url}/api/v1/events`, { headers: { authorization: "Bearer wb_test" } });
  expect(answer.headers.get("content-type")).toContain("text/event-stream");
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    read: async (until) => {
      while (!until.test(text)) {
        text = text.slice(-50_000);
        const next = await reader?.read();
        if (next === undefined || next.done)
          throw new Error(`the stream ended after ${text.length} characters`);
        text += next.value;
      }
      return text;
    },
    cancel: async () => reader?.cancel(),
  };
}

/** A client that asks and then reads nothing. */
async function openDeaf(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.pause();
  await new Promise((resolve) => socket.once("connect", resolve));
  socket.write("GET /api/v1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer wb_test\r\n\r\n");
  return socket;
}

describe("the event stream", () => {
  it("tells all who listen what happens, with signs of life in between", async () => {
    const { hub, listeners, emit } = eventHub();
    served = await serveHub(hub, { heartbeatMs: 10 });
    const streams = [await open(served.url), await open(served.url)];
    await expect.poll(() => listeners.size, patience).toBe(1);
    emit(7);
    for (const stream of streams) {
      const text = await stream.read(/orders:7[\s\S]*: still here/);
      expect(text).toContain('event: record\ndata: {"type":"record","connection":"c","key":"orders:7"');
    }
    for (const stream of streams) await stream.cancel();
    await expect.poll(() => listeners.size, patience).toBe(0);
  });

  it("needs a token", async () => {
    const { hub } = eventHub();
    served = await serveHub(hub);
    expect((await fetch(`${served.url}/api/v1/events`)).status).toBe(401);
  });

  it("ends when the server closes", async () => {
    const { hub } = eventHub();
    served = await serveHub(hub);
    const stream = await open(served.url);
    const ended = stream.read(/never/);
    await served.close();
    await expect(ended).rejects.toThrow("the stream ended");
  });

  it("keeps little for a client that reads slowly, tells others everything, and says what was left out", async () => {
    const { hub, listeners, emit } = eventHub();
    served = await serveHub(hub, { maxBufferedBytes: 64 * 1024 });
    const before = process.memoryUsage().rss;
    const slow = await openDeaf(served.url);
    await expect.poll(() => listeners.size, patience).toBe(1);
    const quick = await open(served.url);
    const pad = "x".repeat(10_000);
    const count = 2_000;
    for (let index = 0; index < count; index += 1) {
      emit(index, pad);
      await quick.read(new RegExp(`"orders:${index}"`));
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);

    let text = "";
    slow.on("data", (chunk) => (text = (text + chunk.toString()).slice(-2_000_000)));
    slow.resume();
    await expect.poll(() => /event: gap/.test(text), { timeout: 10_000 }).toBe(true);
    const missed = Number(/"missed":(\d+)/.exec(text)?.[1]);
    expect(missed).toBeGreaterThan(0);
    expect(missed).toBeLessThan(count);
    slow.destroy();
    await quick.cancel();
  });

  it("lets a client go that reads nothing at all", async () => {
    const { hub, listeners, emit } = eventHub();
    served = await serveHub(hub, { maxBufferedBytes: 1024, heartbeatMs: 10 });
    const deaf = await openDeaf(served.url);
    deaf.on("error", () => undefined);
    await expect.poll(() => listeners.size, patience).toBe(1);
    await expect
      .poll(
        () => {
          for (let index = 0; index < 5; index += 1) emit(index, "x".repeat(200_000));
          return listeners.size;
        },
        { interval: 1, timeout: 10_000 },
      )
      .toBe(0);
    deaf.destroy();
  });
});
