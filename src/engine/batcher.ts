export interface BatcherOptions<Item, Result> {
  /** Most items handed over at once. */
  readonly maxSize: number;
  /** How long a first item may wait for company, in milliseconds. 0: until the present tick is over. */
  readonly maxWaitMs: number;
  /**
   * Shortest time between the starts of two batches, in milliseconds; default 0. A single item after a quiet time does not wait for
   * it; many items in a row travel in fewer batches.
   */
  readonly restMs?: number;
  /** Batches under way at the same time; default 1, so that what arrives meanwhile forms the next batch. */
  readonly parallel?: number;
  /** Answers items in their order. Rejecting rejects every item of the batch. */
  run(items: readonly Item[]): Promise<readonly Result[]>;
}

/**
 * Gathers single requests into batches: the code of one record reads as if it asked for itself alone, and a page of
 * records still costs one statement. The answer of an item comes when its batch is done.
 */
export function createBatcher<Item, Result>(
  options: BatcherOptions<Item, Result>,
): (item: Item) => Promise<Result> {
  interface Entry {
    readonly item: Item;
    resolve(result: Result): void;
    reject(error: unknown): void;
  }
  let waiting: Entry[] = [];
  let timer: NodeJS.Timeout | NodeJS.Immediate | null = null;
  let running = 0;
  let lastStart = -Infinity;
  const parallel = options.parallel ?? 1;
  const restMs = options.restMs ?? 0;

  const launch = (): void => {
    timer = null;
    if (waiting.length === 0 || running >= parallel) return;
    const batch = waiting.slice(0, options.maxSize);
    waiting = waiting.slice(options.maxSize);
    running += 1;
    lastStart = performance.now();
    void execute(batch);
    if (waiting.length > 0) schedule();
  };

  const schedule = (): void => {
    if (timer !== null || running >= parallel) return;
    const rest = restMs === 0 ? 0 : lastStart + restMs - performance.now();
    const isFull = waiting.length >= options.maxSize;
    const wait = isFull ? 0 : Math.max(options.maxWaitMs, rest);
    timer = wait === 0 ? setImmediate(launch) : setTimeout(launch, wait);
  };

  const execute = async (batch: readonly Entry[]): Promise<void> => {
    try {
      const results = await options.run(batch.map((entry) => entry.item));
      batch.forEach((entry, index) => {
        if (index < results.length) entry.resolve(results[index] as Result);
        else entry.reject(new Error("a batch answered fewer items than it was given"));
      });
    } catch (error) {
      for (const entry of batch) entry.reject(error);
    } finally {
      running -= 1;
      schedule();
    }
  };

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      schedule();
    });
}
