import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { RecordView } from "#engine/ports/engine-store.ts";
import type { FlowUnderTest, Purchase, TargetWorld } from "./target-world.ts";

const patienceMs = 20_000;

/** Resolves once the record stands in one of these states; the clock is not moved. */
export async function reach(
  world: TargetWorld,
  purchase: Purchase,
  flow: FlowUnderTest,
  ...states: RecordView["outcome"]["state"][]
): Promise<RecordView> {
  const until = Date.now() + patienceMs;
  let last: RecordView | undefined;
  do {
    last = await world.standingOf(purchase, flow);
    if (last !== undefined && states.includes(last.outcome.state)) return last;
    await pause(10);
  } while (Date.now() < until);
  return assert.fail(
    `the ${flow.noun} of ${purchase.order.name} stands as ${JSON.stringify(last?.outcome)}, not ${states.join(" or ")}`,
  );
}

/** Resolves once something is so; fails with what it was last. */
export async function become<Value>(
  what: string,
  look: () => Value | Promise<Value>,
  isSo: (value: Value) => boolean,
): Promise<Value> {
  const until = Date.now() + patienceMs;
  let value = await look();
  while (!isSo(value)) {
    if (Date.now() > until) assert.fail(`${what}; it was ${JSON.stringify(value)} at the end`);
    await pause(10);
    value = await look();
  }
  return value;
}
