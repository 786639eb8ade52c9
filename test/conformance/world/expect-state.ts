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
  const found = await become(
    `the ${flow.noun} of ${purchase.order.name} does not stand as ${states.join(" or ")}`,
    () => world.standingOf(purchase, flow),
    (standing) => standing !== undefined && states.includes(standing.outcome.state),
    (standing) => standing?.outcome,
  );
  assert.ok(found);
  return found;
}

/** Resolves once something is so; fails with what it was last, as `tell` tells it. */
export async function become<Value>(
  what: string,
  look: () => Value | Promise<Value>,
  isSo: (value: Value) => boolean,
  tell: (value: Value) => unknown = (value) => value,
): Promise<Value> {
  const until = Date.now() + patienceMs;
  let value = await look();
  for (let looks = 0; !isSo(value); looks += 1) {
    if (Date.now() > until) assert.fail(`${what}; it was ${JSON.stringify(tell(value))} at the end`);
    await pause(looks < 20 ? 10 : 40);
    value = await look();
  }
  return value;
}
