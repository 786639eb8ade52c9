/** Tells whoever waits in this process that a shop has announced something about a history that it prepares. */
export interface ShopSignals {
  announce(): void;
  /** Resolves after `ms`, at the next announcement, or when `ending` aborts. */
  wait(ms: number, ending: AbortSignal): Promise<void>;
}

export function createShopSignals(): ShopSignals {
  const waiting = new Set<() => void>();
  return {
    announce: () => {
      for (const wake of waiting) wake();
    },
    wait: (ms, ending) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          waiting.delete(done);
          ending.removeEventListener("abort", done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        waiting.add(done);
        ending.addEventListener("abort", done);
        if (ending.aborted) done();
      }),
  };
}
