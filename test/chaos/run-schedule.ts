import { setTimeout as pause } from "node:timers/promises";
import { becomeQuiet, emulatedNow } from "./become-quiet.ts";
import { createTroubles } from "./troubles.ts";
import type { Evidence, Violation } from "./evidence.ts";
import { recommendedSettings } from "./evidence.ts";
import { gatherEvidence } from "./gather-evidence.ts";
import { keepVersions } from "./keep-versions.ts";
import { beforehand, isShopStep, isWaitStep, type Schedule } from "./schedule.ts";
import { createShopper } from "./shopper.ts";
import type { ChaosSubject } from "./subjects/chaos-subject.ts";
import type { StartTier, Tier } from "./tier.ts";
import { waitStep } from "./wait-step.ts";
import { wordsOfPeople } from "./draw/people.ts";

/** What came of one run. */
export interface RunReport {
  /** Empty: Waybill kept its promises. */
  readonly violations: readonly Violation[];
  readonly steps: number;
  readonly orders: number;
  /** Faults that took place, by kind: those of the schedule and those that were injected into answers. */
  readonly faults: Readonly<Record<string, number>>;
  readonly reached: ReadonlyMap<string, number>;
  readonly crashes: readonly string[];
  readonly ms: number;
}

export interface RunOptions {
  readonly startTier: StartTier;
  readonly subject: ChaosSubject;
}

/** Longer than the longest time between two looks of the hub at anything. */
const stillnessMs = 61 * 60_000;

/** Carries out a schedule in a fresh world, lets it become quiet, and judges what is there then. */
export async function runSchedule(schedule: Schedule, options: RunOptions): Promise<RunReport> {
  const started = performance.now();
  const tier = await options.startTier({ seed: schedule.seed, connected: options.subject });
  let ended = false;
  try {
    const report = await runOn(tier, schedule, options);
    ended = true;
    await tier.stop();
    return { ...report, ms: performance.now() - started };
  } finally {
    if (!ended) await tier.stop().catch(() => undefined);
  }
}

async function runOn(
  tier: Tier,
  schedule: Schedule,
  { subject }: RunOptions,
): Promise<Omit<RunReport, "ms">> {
  const control: Tier["control"] = (path, body) => tier.control(path, body);
  await subject.prepare(control, schedule.account);
  const account = subject.target.connector.name;
  const versions = await keepVersions<unknown>(control, { account });
  await versions.take(beforehand);
  const shopper = createShopper(tier, versions);
  const troubles = createTroubles(tier, subject);
  const faults = new Map<string, number>();
  for (const [index, step] of schedule.steps.entries()) {
    await troubles.pass(index);
    if (isShopStep(step)) await shopper.act(step, index);
    else if (isWaitStep(step)) await waitStep(tier, step, troubles.isDatabaseAway);
    else {
      await troubles.begin(step, index);
      if (step.do !== "crash") faults.set(step.do, (faults.get(step.do) ?? 0) + 1);
    }
    if (schedule.paceMs > 0) await pause(schedule.paceMs);
  }
  await troubles.endAll();
  const restless = await becomeQuiet(tier);
  const quietAt = new Date(await emulatedNow(tier)).toISOString();
  if (restless === null) await tier.advance(stillnessMs);
  const still = restless === null ? await becomeQuiet(tier) : null;
  await versions.take(schedule.steps.length);

  const evidence = await gatherEvidence<unknown>({
    control,
    account,
    rows: (text, values) => tier.rows(text, values),
    versions,
    settings: recommendedSettings,
    interruptions: tier.interruptions(),
    clockSkewMs: tier.clockSkewMs,
    personalWords: wordsOfPeople,
    secrets: tier.secrets,
    logged: tier.logged(),
  });
  for (const { fault } of [...evidence.log.shop, ...evidence.log.account])
    if (fault !== null) faults.set(fault, (faults.get(fault) ?? 0) + 1);
  for (const point of tier.crashes()) {
    const kind = `crash at ${point.split(".")[0] ?? point}`;
    faults.set(kind, (faults.get(kind) ?? 0) + 1);
  }
  return {
    violations: [
      ...checkStillness(restless ?? still, evidence, quietAt),
      ...(restless === null && still === null ? subject.check(evidence) : []),
    ],
    steps: schedule.steps.length,
    orders: shopper.placed,
    faults: Object.fromEntries(faults),
    reached: tier.reached(),
    crashes: tier.crashes(),
  };
}

/** The world has to become quiet when nothing goes wrong any more, and what is quiet writes nothing. */
function checkStillness(restless: string | null, evidence: Evidence<unknown>, quietAt: string): Violation[] {
  if (restless !== null)
    return [{ rule: "becomes-quiet", about: "the hub", what: `It does not become quiet:\n${restless}` }];
  return evidence.log.account
    .filter(({ method, time }) => method !== "GET" && time > quietAt)
    .map(({ number, operation }) => ({
      rule: "stays-quiet",
      about: `request ${number}`,
      what: `${operation} was sent although everything was settled and nothing had changed.`,
    }));
}
