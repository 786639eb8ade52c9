import { describe, expect, it } from "vitest";
import { createRequestLog } from "./request-log.ts";

const arrival = { timeMs: 0, method: "GET", url: "/x", headers: {} };

describe("createRequestLog", () => {
  it("keeps the last requests and numbers on", () => {
    const log = createRequestLog(3);
    for (let i = 0; i < 10_000; i++) log.finish(log.open(arrival), { status: 200 });
    const { requests, next } = log.read();
    expect(requests.map((entry) => entry.number)).toEqual([9_998, 9_999, 10_000]);
    expect(next).toBe(10_000);
    expect(log.read(9_999).requests.map((entry) => entry.number)).toEqual([10_000]);
    expect(log.read(10_000)).toEqual({ requests: [], next: 10_000 });
  });

  it("stops before a request that is still being answered", () => {
    const log = createRequestLog();
    log.finish(log.open(arrival), { status: 200 });
    const slow = log.open(arrival);
    log.finish(log.open(arrival), { status: 200 });
    expect(log.read().next).toBe(1);
    log.finish(slow, {});
    expect(log.read(1).requests.map((entry) => entry.number)).toEqual([2, 3]);
  });

  it("keeps fewer when their texts are long", () => {
    const log = createRequestLog(100, 1_000);
    for (let i = 0; i < 50; i++) log.finish(log.open(arrival), { answer: "x".repeat(400) });
    expect(log.read().requests).toHaveLength(2);
  });

  it("forgets finished and unfinished ones when cleared", () => {
    const log = createRequestLog();
    const open = log.open(arrival);
    log.clear();
    log.finish(open, { status: 200 });
    expect(log.read()).toEqual({ requests: [], next: 1 });
  });
});
