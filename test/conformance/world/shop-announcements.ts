import { recordDeliveries, type Recorded, type Recorder } from "#test/support/recorded-deliveries.ts";
import type { TargetWorld } from "./target-world.ts";

export type { Recorded };

/** Lets a guarantee deliver by hand what the shop announces. The world is one without webhooks. */
export async function withAnnouncements(
  world: TargetWorld,
  tell: (recorder: Recorder) => Promise<void>,
): Promise<void> {
  const recorder = await recordDeliveries(world);
  try {
    await tell(recorder);
  } finally {
    recorder.close();
  }
}

/** Delivers all at once, each as often as told and under a new id each time; fails unless every one is taken. */
export async function deliverAtOnce(
  world: TargetWorld,
  deliveries: readonly Recorded[],
  times = 1,
): Promise<void> {
  const all = deliveries.flatMap((delivery) => Array.from({ length: times }, () => delivery));
  const answers = await Promise.all(all.map(({ topic, body }) => world.deliver(topic, body)));
  const refused = answers.filter((status) => status !== 200);
  if (refused.length > 0) throw new Error(`deliveries were answered with ${refused.join(", ")}`);
}
