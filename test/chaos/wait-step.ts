import { setTimeout as pause } from "node:timers/promises";
import { emulatedNow } from "./become-quiet.ts";
import { isNothing, lookAtOpenWork } from "./open-work.ts";
import type { WaitStep } from "./schedule.ts";
import type { Tier } from "./tier.ts";

const requestsMs = 5;
const lookMs = 20;
const restMs = 1_500;
/** A hub that cannot reach its database has little to do. */
const awayMs = 100;

/** Gives the hub time. Over at once while no hub runs. */
export async function waitStep(tier: Tier, step: WaitStep, isDatabaseAway: boolean): Promise<void> {
  const started = performance.now();
  const isOver = (ms: number): boolean =>
    !tier.isUp() || performance.now() - started > (isDatabaseAway ? Math.min(ms, awayMs) : ms);
  if (step.do === "work") {
    const enough = tier.requests() + step.requests;
    while (!isOver(step.ms) && tier.requests() < enough) await pause(requestsMs);
    return;
  }
  for (let calm = 0; calm < 2 && !isOver(restMs); await pause(lookMs))
    if (!isDatabaseAway)
      calm = isNothing((await lookAtOpenWork(tier, await emulatedNow(tier))).now) ? calm + 1 : 0;
}
