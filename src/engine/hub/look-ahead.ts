import { setImmediate as turn } from "node:timers/promises";

/**
 * Has the next item made while the one before is worked with. It is begun a turn later, so that whoever works with the one before has
 * begun by then.
 */
export async function* lookAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done === true) return;
      next = turn().then(() => iterator.next());
      // Whoever asks for it hears of its failure.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await next.catch(() => undefined);
    await iterator.return?.();
  }
}
