import { z } from "zod";
import { parseDurationMs } from "#connectors/kit/emulator/duration.ts";

/** How well deliveries go. Rates are 0…1 and drawn from a generator of their own. */
export interface WebhookBehaviour {
  /** Chance that a delivery is made again with the same webhook id, and how many more times. */
  readonly duplicate: { readonly rate: number; readonly copies: number };
  /** Chance that a delivery is held back for up to `withinMs`, so that later ones overtake it. */
  readonly reorder: { readonly rate: number; readonly withinMs: number };
  /** Chance that a delivery is never attempted. */
  readonly lose: number;
  /** Wait before the first attempt, drawn evenly from the range, in milliseconds of the emulated clock. */
  readonly delayMs: readonly [number, number];
  /** Deliveries under way at once. Default 50. */
  readonly parallel: number;
  /** Real milliseconds in which the receiver has to answer. Default 5,000. Source: "Verify webhook deliveries". */
  readonly timeoutMs: number;
}

export const usualBehaviour: WebhookBehaviour = {
  duplicate: { rate: 0, copies: 1 },
  reorder: { rate: 0, withinMs: 2_000 },
  lose: 0,
  delayMs: [0, 0],
  parallel: 50,
  timeoutMs: 5_000,
};

const rate = z.union([z.boolean().transform(Number), z.number().min(0).max(1)], {
  error: "must be a chance from 0 to 1, or true for always",
});
const durationWords = "must be milliseconds or a duration such as PT5S";
const duration = z.union(
  [
    z.number().min(0),
    z.string().transform((text, context) => {
      const ms = parseDurationMs(text);
      if (ms !== undefined) return ms;
      context.addIssue({ code: "custom", message: durationWords });
      return z.NEVER;
    }),
  ],
  { error: durationWords },
);

/** Shape of `POST /_control/shopify/<store>/webhooks` as far as behaviour goes. */
export const behaviourShape = {
  /** Seed of the draws; the same seed and the same events give the same losses, copies, and waits. */
  seed: z.int().optional(),
  duplicate: z
    .union([rate, z.strictObject({ rate, copies: z.int().min(1).max(100).default(1) })], {
      error: 'must be a chance from 0 to 1, or {"rate": 0.5, "copies": 2}',
    })
    .optional(),
  reorder: z
    .union([rate, z.strictObject({ rate, within: duration.default(2_000) })], {
      error: 'must be a chance from 0 to 1, or {"rate": 0.5, "within": "PT5S"}',
    })
    .optional(),
  lose: rate.optional(),
  /** Milliseconds, a duration such as `PT5S`, or a range of either. */
  delay: z
    .union([duration, z.tuple([duration, duration])], { error: `${durationWords}, or a range of either` })
    .optional(),
  parallel: z.int().min(1).max(1_000).optional(),
  timeoutMs: z.int().min(1).max(60_000).optional(),
};

const changesSchema = z.object(behaviourShape);

/** Behaviour after the named changes; the rest stays. */
export function changeBehaviour(
  before: WebhookBehaviour,
  changes: z.output<typeof changesSchema>,
): WebhookBehaviour {
  const { duplicate, reorder, lose, delay, parallel, timeoutMs } = changes;
  return {
    duplicate:
      typeof duplicate === "number" ? { rate: duplicate, copies: 1 } : (duplicate ?? before.duplicate),
    reorder:
      typeof reorder === "number"
        ? { rate: reorder, withinMs: usualBehaviour.reorder.withinMs }
        : reorder
          ? { rate: reorder.rate, withinMs: reorder.within }
          : before.reorder,
    lose: lose ?? before.lose,
    delayMs: typeof delay === "number" ? [delay, delay] : (delay ?? before.delayMs),
    parallel: parallel ?? before.parallel,
    timeoutMs: timeoutMs ?? before.timeoutMs,
  };
}
