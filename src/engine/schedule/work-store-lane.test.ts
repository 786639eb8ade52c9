import { describe, expect, it, vi } from "vitest";
import type { Interpretation } from "#connectors/kit/source-system.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { OpenDelivery } from "../ports/engine-store.ts";
import { StoreAwayError } from "../ports/store-away-error.ts";
import { drainStoreLane, type DrainDeps } from "./drain-store-lane.ts";
import { workStoreLane } from "./work-store-lane.ts";

const redactShop: Interpretation = {
  says: "privacy",
  request: { type: "redact-shop", customerId: null, guestId: null, orderIds: [] },
};

/** A lane with deliveries; each topic is a function that tells what it says. */
function createLane(topics: Readonly<Record<string, () => Interpretation>>) {
  const open = Object.keys(topics).map((topic, index): OpenDelivery => ({
    id: index + 1,
    topic,
    apiVersion: null,
    triggeredAt: "2026-01-01T00:00:00.000Z",
    receivedAt: "2026-01-02T00:00:00.000Z",
    body: "{}",
  }));
  const done: { id: number; outcome: string; code: string | null; forget: boolean }[] = [];
  const told: string[] = [];
  const store = {
    openDeliveries: () => Promise.resolve(open.filter(({ id }) => done.every((other) => other.id !== id))),
    finishDeliveries: (
      finished: { id: number; outcome: string; reason: { code: string } | null; forget: boolean }[],
    ) => {
      for (const { reason, ...rest } of finished) done.push({ ...rest, code: reason?.code ?? null });
      return Promise.resolve();
    },
    journal: (lines: { code: string }[]) => {
      told.push(...lines.map(({ code }) => code));
      return Promise.resolve();
    },
    redactStore: vi.fn(() => Promise.resolve({ rows: 1, inWork: false })),
    isStoreSavedSince: vi.fn(() => Promise.resolve(false)),
  };
  const probe = vi.fn(() => Promise.resolve({}));
  const queue = {
    claim: () => Promise.resolve([{ key: "store:deliveries", token: 1 }]),
    keepAlive: vi.fn(() => Promise.resolve()),
    finish: vi.fn(() => Promise.resolve()),
    wake: vi.fn(() => Promise.resolve()),
  };
  const deps = {
    context: { store, log: { info: () => undefined, warn: () => undefined, error: () => undefined } },
    registry: {
      store: () => ({
        connector: { interpret: ({ topic }: OpenDelivery) => topics[topic]?.() },
        system: { probe },
      }),
    },
    queue,
    onScopesChanged: vi.fn(() => Promise.resolve()),
    onUninstalled: vi.fn(() => Promise.resolve()),
  };
  return { deps: deps as unknown as DrainDeps, store, probe, queue, calls: deps, done, told };
}

describe("a delivery that cannot be dealt with", () => {
  it("is finished as failed, keeps what it said, and holds up no other", async () => {
    const lane = createLane({
      broken: () => {
        throw new TypeError("a mistake");
      },
      refused: () => {
        throw new SyncError("rejected", { code: "NOT_ALLOWED", message: "Not allowed." });
      },
      "shop/redact": () => redactShop,
    });
    expect(await workStoreLane(lane.deps, "acme")).toBe(3);
    expect(lane.done).toEqual([
      { id: 1, outcome: "failed", code: "INTERNAL_DEFECT", forget: false },
      { id: 2, outcome: "failed", code: "NOT_ALLOWED", forget: false },
      { id: 3, outcome: "used", code: null, forget: true },
    ]);
    expect(lane.told).toEqual(["INTERNAL_DEFECT", "NOT_ALLOWED", "SHOP_REDACTED"]);
  });

  it("because the database is away stays open, and so does everything after it", async () => {
    const lane = createLane({ "shop/redact": () => redactShop, other: () => redactShop });
    lane.store.redactStore.mockRejectedValue(new StoreAwayError(new Error("gone")));
    await expect(workStoreLane(lane.deps, "acme")).rejects.toBeInstanceOf(StoreAwayError);
    expect(lane.done).toEqual([]);
  });
});

it("removing waits for a worker that has a record in hand, and is done again then", async () => {
  const lane = createLane({ "shop/redact": () => redactShop });
  lane.store.redactStore.mockResolvedValueOnce({ rows: 5, inWork: true });
  await workStoreLane(lane.deps, "acme");
  expect(lane.store.redactStore).toHaveBeenCalledTimes(2);
  expect(lane.done).toHaveLength(1);
});

it("a claim is kept alive while work on it lasts, and given up after", async () => {
  const lane = createLane({ "shop/redact": () => redactShop });
  let goOn = (): void => undefined;
  lane.store.redactStore.mockImplementation(
    () =>
      new Promise((resolve) => {
        goOn = () => resolve({ rows: 1, inWork: false });
      }),
  );
  const drained = drainStoreLane({ ...lane.deps, keepAliveMs: 1 }, "acme");
  await expect.poll(() => lane.queue.keepAlive.mock.calls.length).toBeGreaterThan(1);
  expect(lane.queue.finish).not.toHaveBeenCalled();
  goOn();
  await drained;
  expect(lane.queue.finish).toHaveBeenCalledOnce();
});

describe("an announcement that the app was uninstalled", () => {
  const uninstalled = { "app/uninstalled": (): Interpretation => ({ says: "uninstalled" }) };
  const failure = (errorClass: ConstructorParameters<typeof SyncError>[0]) =>
    new SyncError(errorClass, { code: "X", message: "x" });

  it("stops the store when the shop does not let us in", async () => {
    const lane = createLane(uninstalled);
    lane.probe.mockRejectedValue(failure("unauthorised"));
    await workStoreLane(lane.deps, "acme");
    expect(lane.calls.onUninstalled).toHaveBeenCalledExactlyOnceWith("acme");
    expect(lane.told).toEqual(["APP_UNINSTALLED"]);
  });

  it("that comes after the app was installed again changes nothing", async () => {
    const lane = createLane(uninstalled);
    await workStoreLane(lane.deps, "acme");
    expect(lane.calls.onUninstalled).not.toHaveBeenCalled();
    expect(lane.calls.onScopesChanged).toHaveBeenCalledExactlyOnceWith("acme");
    expect(lane.told).toEqual(["APP_INSTALLED_AGAIN"]);
  });

  it.each([
    [true, "APP_INSTALLED_AGAIN"],
    [false, "APP_UNINSTALLED"],
  ])("while the shop is away counts unless it was configured since (%s)", async (saved, code) => {
    const lane = createLane(uninstalled);
    lane.probe.mockRejectedValue(failure("unavailable"));
    lane.store.isStoreSavedSince.mockResolvedValue(saved);
    await workStoreLane(lane.deps, "acme");
    expect(lane.store.isStoreSavedSince).toHaveBeenCalledWith("acme", "2026-01-01T00:00:00.000Z");
    expect(lane.told).toEqual([code]);
  });
});
