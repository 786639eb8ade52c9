import { z } from "zod";

/**
 * How a hub process and the harness speak: the harness sends wishes over Node's own channel, the process writes a line of JSON to
 * file descriptor 3 for each thing that happens. A line is written before anything else is done, so a process that ends itself
 * loses none.
 */

/** Variable with the wish that is in force when a process starts. */
export const wishVariable = "WAYBILL_CHAOS_WISH";

const wishSchema = z.strictObject({
  /** Grows with each wish, so that what is said about an older one is known as such. */
  id: z.int(),
  /** Null: nothing is wished for any more. */
  crash: z
    .strictObject({ point: z.string(), hit: z.int().min(1), operation: z.string().optional() })
    .nullable(),
});

export type NumberedWish = z.infer<typeof wishSchema>;

export function parseWish(value: unknown): NumberedWish {
  return wishSchema.parse(value);
}

const reportSchema = z.union([
  /** A wish is in force. */
  z.strictObject({ armed: z.int() }),
  /** The point of this wish was reached once more. */
  z.strictObject({ hit: z.int() }),
  /** It was reached for the last time: the process ends now. */
  z.strictObject({ crash: z.string(), operation: z.string().nullable(), wish: z.int() }),
  /** How often points were reached since the last such report. */
  z.strictObject({ reached: z.record(z.string(), z.int()) }),
]);

export type HubReport = z.infer<typeof reportSchema>;

export function parseReport(line: string): HubReport {
  return reportSchema.parse(JSON.parse(line));
}
