import { describe, expect, it } from "vitest";
import { createCostLimiter, type CostPermit, type RealTime } from "./limiter.ts";

/** Time that the test moves; timers run when it passes them. */
function movableTime() {
  let now = 0;
  let timers: { readonly at: number; readonly run: () => void }[] = [];
  const time: RealTime = {
    now: () => now,
    setTimer: (ms, run) => {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  };
  const pass = async (ms: number): Promise<void> => {
    const end = now + ms;
    for (;;) {
      const [next] = timers.filter(({ at }) => at <= end).toSorted((left, right) => left.at - right.at);
      if (next === undefined) break;
      timers = timers.filter((other) => other !== next);
      now = Math.max(now, next.at);
      next.run();
      await settled();
    }
    now = end;
    await settled();
  };
  return { time, pass };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function setUp() {
  const { time, pass } = movableTime();
  const limiter = createCostLimiter("acme.myshopify.com", time);
  const order: string[] = [];
  const take = (name: string, points: number | null, priority: "live" | "sweep" = "live") => {
    const taken: Promise<CostPermit> = limiter.take(points, priority).then((permit) => {
      order.push(name);
      return permit;
    });
    taken.catch(() => undefined);
    return taken;
  };
  /** One call that leaves this much in a bucket of 2000 that refills by 100 a second. */
  const leave = async (currentlyAvailable: number) =>
    (await take("first", 10)).settle({ maximumAvailable: 2000, currentlyAvailable, restoreRate: 100 });
  return { limiter, take, leave, pass, order };
}

describe("the limiter of a shop's points", () => {
  it("sends one call at a time until an answer tells the size of the bucket", async () => {
    const { take, order } = setUp();
    const first = await take("a", null);
    void take("b", null);
    void take("c", null);
    await settled();
    expect(order).toEqual(["a"]);
    first.settle({ maximumAvailable: 2000, currentlyAvailable: 2000, restoreRate: 100 });
    await settled();
    expect(order).toEqual(["a", "b", "c"]);
  });

  it("stays modest while answers say nothing of points", async () => {
    const { take, order } = setUp();
    const first = await take("a", null);
    void take("b", null);
    first.settle(null);
    void take("c", null);
    await settled();
    expect(order).toEqual(["a", "b"]);
  });

  it("waits until the missing points have come back", async () => {
    const { take, leave, pass, order } = setUp();
    await leave(50);
    void take("dear", 250);
    await pass(1_990);
    expect(order).toEqual(["first"]);
    await pass(20);
    expect(order).toEqual(["first", "dear"]);
  });

  it("counts what calls under way have asked for", async () => {
    const { take, leave, pass, order } = setUp();
    await leave(300);
    const running = await take("running", 250);
    void take("next", 100);
    await settled();
    expect(order).toEqual(["first", "running"]);
    running.settle({ maximumAvailable: 2000, currentlyAvailable: 290, restoreRate: 100 });
    await settled();
    expect(order).toEqual(["first", "running", "next"]);
    await pass(1);
  });

  it("lets live calls go before sweeps that came earlier, and keeps a quarter of the points for them", async () => {
    const { take, leave, pass, order } = setUp();
    await leave(500);
    void take("sweep", 100, "sweep");
    void take("live", 400);
    await settled();
    expect(order).toEqual(["first", "live"]);
    await pass(4_900);
    expect(order).toEqual(["first", "live"]);
    await pass(200);
    expect(order).toEqual(["first", "live", "sweep"]);
  });

  it("learns a larger plan from the next answer", async () => {
    const { take, leave, order } = setUp();
    await leave(0);
    void take("waits", 500);
    await settled();
    expect(order).toEqual(["first"]);
    const { limiter, take: takeOther, order: orderOther } = setUp();
    const permit = await takeOther("first", 10);
    permit.settle({ maximumAvailable: 20_000, currentlyAvailable: 19_000, restoreRate: 1000 });
    await Promise.all(Array.from({ length: 30 }, (_, index) => takeOther(`call ${index}`, 500)));
    expect(orderOther).toHaveLength(31);
    limiter.close();
  });

  it("turns a call away that would wait too long, saying for how long", async () => {
    const { take, leave } = setUp();
    await leave(0);
    await expect(take("dear", 2_000)).rejects.toMatchObject({
      errorClass: "throttled",
      retryAfterMs: 20_000,
      reason: { code: "SHOP_POINTS_SPENT" },
    });
  });

  it("turns sweeps away that live calls kept waiting for a minute", async () => {
    const { take, leave, pass } = setUp();
    await leave(0);
    const sweep = take("sweep", 1_000, "sweep");
    for (let second = 0; second < 62; second += 1) {
      const live = take("live", 100);
      await pass(1_000);
      (await live).settle({ maximumAvailable: 2000, currentlyAvailable: 0, restoreRate: 100 });
    }
    await expect(sweep).rejects.toMatchObject({ errorClass: "throttled" });
  });

  it("sends nothing while the shop asked to wait", async () => {
    const { limiter, take, leave, pass, order } = setUp();
    await leave(2_000);
    limiter.pause(3_000);
    void take("after", 10);
    await pass(2_990);
    expect(order).toEqual(["first"]);
    await pass(20);
    expect(order).toEqual(["first", "after"]);
  });

  it("turns away those that wait when the store is closed", async () => {
    const { limiter, take, leave } = setUp();
    await leave(0);
    const waiting = take("waiting", 100);
    limiter.close();
    await expect(waiting).rejects.toMatchObject({ errorClass: "unavailable" });
    await expect(take("late", 1)).rejects.toMatchObject({ reason: { code: "STOPPING" } });
  });

  it("lets nobody wait any more once the process is to end, and serves who need not wait", async () => {
    const { limiter, take, leave, order } = setUp();
    await leave(100);
    const waits = take("waits", 400);
    await settled();
    limiter.refuseWaiting();
    await expect(waits).rejects.toMatchObject({ reason: { code: "STOPPING" } });
    await expect(take("late", 400)).rejects.toMatchObject({ reason: { code: "STOPPING" } });
    await take("small", 10);
    limiter.pause(30_000);
    await expect(take("paused", 10)).rejects.toMatchObject({ reason: { code: "STOPPING" } });
    expect(order).toEqual(["first", "small"]);
  });
});
