import { keyText } from "#domain/source-record.ts";
import type { CalledKey } from "../ports/engine-store.ts";
import { laneOf, type WorkQueue } from "../ports/queue.ts";

/** Wakes records of a connection; what is live goes before what is history. */
export async function wakeCalled(
  queue: WorkQueue,
  connection: string,
  keys: readonly CalledKey[],
): Promise<void> {
  const lane = laneOf({ connection });
  const texts = (live: boolean): string[] => keys.filter((key) => key.live === live).map(keyText);
  await queue.wake(lane, texts(true), "live");
  await queue.wake(lane, texts(false), "sweep");
}
