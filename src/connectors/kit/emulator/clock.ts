import type { EmulatorClock } from "./emulator.ts";

interface Timer {
  readonly dueAt: number;
  readonly order: number;
  readonly run: () => void;
  cancelled: boolean;
}

/** Longest delay that `setTimeout` takes; longer waits are renewed. */
const longestTimeoutMs = 2_147_483_647;

/**
 * The clock of a host: real time plus what was advanced. Timers fire by real time too, so nothing needs advancing
 * when the sandbox just runs. While `advance` runs a timer, `now()` is not earlier than the timer's due time.
 * Timers do not keep the process alive.
 */
export function createEmulatorClock(options: { readonly realNow?: () => number } = {}): EmulatorClock {
  const realNow = options.realNow ?? Date.now;
  const heap: Timer[] = [];
  let offset = 0;
  let order = 0;
  let wakeUp: NodeJS.Timeout | undefined;
  let wakeUpAt = Infinity;

  const now = () => realNow() + offset;

  const runDue = (until: number) => {
    for (let timer = heap[0]; timer && timer.dueAt <= until; timer = heap[0]) {
      pop(heap);
      if (timer.cancelled) continue;
      offset += Math.max(0, timer.dueAt - now());
      timer.run();
    }
  };

  const arm = () => {
    while (heap[0]?.cancelled) pop(heap);
    const next = heap[0]?.dueAt ?? Infinity;
    if (next === wakeUpAt) return;
    clearTimeout(wakeUp);
    wakeUpAt = next;
    if (next === Infinity) return;
    wakeUp = setTimeout(
      () => {
        wakeUpAt = Infinity;
        runDue(now());
        arm();
      },
      Math.min(Math.max(next - now(), 0), longestTimeoutMs),
    );
    wakeUp.unref();
  };

  return {
    now,
    ahead: () => offset,
    advance(ms) {
      if (!(ms >= 0)) throw new RangeError(`the clock only moves forward, not by ${ms} ms`);
      const moved = offset + ms;
      runDue(now() + ms);
      // By exactly so much, however long the timers took: a hub that is moved along keeps the same time.
      offset = Math.max(offset, moved);
      wakeUpAt = Number.NaN;
      arm();
    },
    setTimer(delayMs, run) {
      const timer: Timer = { dueAt: now() + Math.max(0, delayMs), order: order++, run, cancelled: false };
      push(heap, timer);
      arm();
      return () => {
        timer.cancelled = true;
      };
    },
    close() {
      heap.length = 0;
      clearTimeout(wakeUp);
      wakeUpAt = Infinity;
    },
  };
}

function isEarlier(left: Timer, right: Timer): boolean {
  return left.dueAt < right.dueAt || (left.dueAt === right.dueAt && left.order < right.order);
}

function push(heap: Timer[], timer: Timer): void {
  let index = heap.length;
  heap.push(timer);
  while (index > 0) {
    const parentIndex = (index - 1) >> 1;
    const parent = heap[parentIndex];
    if (!parent || !isEarlier(timer, parent)) break;
    heap[index] = parent;
    heap[parentIndex] = timer;
    index = parentIndex;
  }
}

function pop(heap: Timer[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let index = 0;
  heap[0] = last;
  for (;;) {
    let childIndex = index * 2 + 1;
    let child = heap[childIndex];
    const right = heap[childIndex + 1];
    if (child && right && isEarlier(right, child)) {
      child = right;
      childIndex += 1;
    }
    if (!child || !isEarlier(child, last)) break;
    heap[index] = child;
    heap[childIndex] = last;
    index = childIndex;
  }
}
