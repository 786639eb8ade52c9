import { expect, it } from "vitest";
import type { StoreRow } from "../ports/engine-store.ts";
import type { EngineContext } from "./connection-runtime.ts";
import { createRegistry, type Registry } from "./registry.ts";

/** A registry whose readings of the configuration are answered when the test says so. */
function slowRegistry(): {
  readonly registry: Registry;
  readonly answer: (domain: string) => void;
  readonly asked: () => number;
} {
  const waiting: ((rows: readonly StoreRow[]) => void)[] = [];
  let asked = 0;
  const context = {
    store: {
      stores: () =>
        new Promise<readonly StoreRow[]>((resolve) => {
          asked += 1;
          waiting.push(resolve);
        }),
      connections: () => Promise.resolve([]),
    },
  } as unknown as EngineContext;
  const registry = createRegistry({
    context,
    sources: new Map(),
    targets: new Map(),
    storeLimits: { callsPerSecond: null, callsAtOnce: 1, callsPerDay: null, callsPerMonth: null },
    openContext: () => {
      throw new Error("nothing is opened here");
    },
  });
  return {
    registry,
    asked: () => asked,
    answer: (domain) => {
      const row = { name: "toy", connector: "shopify", domain, settings: {}, credentials: {} };
      waiting.shift()?.([{ ...row, facts: null, state: "ok" }]);
    },
  };
}

it("a reading that began earlier does not win over a later one, and many share one", async () => {
  const { registry, answer, asked } = slowRegistry();
  const first = registry.reload();
  const later = [registry.reload(), registry.reload(), registry.reload()];
  expect(asked()).toBe(1);
  answer("old.example");
  await first;
  await expect.poll(asked).toBe(2);
  answer("new.example");
  await Promise.all(later);
  expect(registry.storeRows().map(({ domain }) => domain)).toEqual(["new.example"]);
  expect(asked()).toBe(2);
});

it("what was read a moment ago is not read again", async () => {
  const { registry, answer, asked } = slowRegistry();
  const first = registry.ensureRecent(60_000);
  const second = registry.ensureRecent(60_000);
  answer("toy.example");
  await Promise.all([first, second, registry.ensureRecent(60_000)]);
  expect(asked()).toBe(1);
  const third = registry.ensureRecent(0);
  answer("toy.example");
  await third;
  expect(asked()).toBe(2);
});
