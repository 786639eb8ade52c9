import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EngineLog } from "#engine/runtime/connection-runtime.ts";
import type { WorkQueue } from "#engine/ports/queue.ts";
import { createWorkQueue } from "#store/queue/create-work-queue.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

const quiet: EngineLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
let database: TestDatabase;
let queue: WorkQueue;
let other: WorkQueue;

beforeAll(async () => {
  database = await createTestDatabase();
  queue = await createWorkQueue({ connectionString: database.url, log: quiet });
  other = await createWorkQueue({ connectionString: database.url, log: quiet });
});
afterAll(async () => {
  await queue.stop();
  await other.stop();
  await database.drop();
});

describe("the work queue", () => {
  it("collapses many wake-ups of a key into one, from all processes", async () => {
    await queue.openLane("connection/a");
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (index % 2 === 0 ? queue : other).wake("connection/a", ["orders:1"], "live"),
      ),
    );
    expect(await queue.depth("connection/a")).toEqual({ waiting: 1, running: 0 });
    const claims = await queue.claim("connection/a", 10);
    expect(claims.map(({ key }) => key)).toEqual(["orders:1"]);
  });

  it("gives a key to nobody else while it is worked on", async () => {
    await other.wake("connection/a", ["orders:1"], "live");
    expect(await other.claim("connection/a", 10)).toEqual([]);
    expect(await queue.depth("connection/a")).toEqual({ waiting: 0, running: 1 });
  });

  it("puts back what a dead process held", async () => {
    expect(await other.reclaim("connection/a", null)).toBe(1);
    const again = await other.claim("connection/a", 10);
    expect(again.map(({ key }) => key)).toEqual(["orders:1"]);
    await other.finish("connection/a", again);
    expect(await queue.depth("connection/a")).toEqual({ waiting: 0, running: 0 });
  });

  it("does not let a lapsed claim settle a later one", async () => {
    await queue.wake("connection/b", ["orders:2"], "live");
    const lapsed = await queue.claim("connection/b", 1);
    await queue.reclaim("connection/b", lapsed);
    const [current] = await other.claim("connection/b", 1);
    expect(current?.key).toBe("orders:2");
    await queue.finish("connection/b", lapsed);
    expect((await queue.depth("connection/b")).running).toBe(1);
  });

  it("takes live work before sweeps, and moves a waiting key up when it becomes live", async () => {
    await queue.wake("connection/c", ["orders:1", "orders:2", "orders:3"], "sweep");
    await queue.wake("connection/c", ["orders:3", "orders:4"], "live");
    const first = await queue.claim("connection/c", 2);
    expect(first.map(({ key }) => key).sort()).toEqual(["orders:3", "orders:4"]);
  });

  it("tells every process that a lane has work", async () => {
    const told: string[] = [];
    other.onWake((lane) => told.push(lane));
    await other.openLane("connection/d");
    await queue.wake("connection/d", ["orders:1"], "live");
    await expect.poll(() => told).toContain("connection/d");
  });

  it("keeps lanes apart: a deep one does not delay another", async () => {
    await queue.wake(
      "connection/deep",
      Array.from({ length: 2_000 }, (_, index) => `orders:${index}`),
      "live",
    );
    await queue.wake("connection/quick", ["orders:1"], "live");
    expect((await queue.claim("connection/quick", 5)).map(({ key }) => key)).toEqual(["orders:1"]);
  });
});
