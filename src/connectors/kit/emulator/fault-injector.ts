import { z } from "zod";
import type { Faults } from "./emulator.ts";
import { createSeededRandom } from "./seeded-random.ts";

const rate = z.number().min(0).max(1);
const switches = {
  answerLost: rate.optional(),
  requestLost: rate.optional(),
  http500: rate.optional(),
  http500AfterCommit: rate.optional(),
  http429: z.union([rate, z.strictObject({ rate, retryAfter: z.number().min(0).optional() })]).optional(),
  status: z.strictObject({ code: z.int().min(200).max(599), rate, body: z.string().optional() }).optional(),
  body: z.strictObject({ kind: z.enum(["html", "empty", "truncated", "garbage"]), rate }).optional(),
  slowMs: z
    .tuple([z.number().min(0).max(600_000), z.number().min(0).max(600_000)])
    .refine(([from, to]) => from <= to, "the range starts after its end")
    .optional(),
  down: z.boolean().optional(),
  times: z.int().min(0).optional(),
};

/** Shape of `POST /_control/<system>/faults`; unknown keys are errors. */
export const faultsSchema = z.strictObject({
  seed: z.int().optional(),
  ...switches,
  operations: z.record(z.string(), z.strictObject(switches)).optional(),
});

/** What happens to one request instead of, or after, carrying it out. */
export type InjectedFault =
  | { readonly kind: "down" | "requestLost" | "answerLost" | "http500" | "http500AfterCommit" }
  | { readonly kind: "http429"; readonly retryAfter: number | undefined }
  | { readonly kind: "status"; readonly code: number; readonly body: string | undefined }
  | { readonly kind: "body"; readonly replacement: "html" | "empty" | "truncated" | "garbage" };

type Switches = Omit<Faults, "seed" | "operations">;

export interface FaultInjector {
  readonly faults: Faults;
  /** How many faults of each kind were injected since these switches were set. */
  readonly injected: Readonly<Record<string, number>>;
  /** True when every request is refused, whatever its operation. */
  readonly isDown: boolean;
  /** Decides about one request; each call takes the next numbers of the seeded generator. */
  draw(operation: string): { readonly fault: InjectedFault | null; readonly delayMs: number };
  countDown(): void;
}

/** Carries out the switches of `faults`. Without `seed` the row of decisions is that of seed 1. */
export function createFaultInjector(faults: Faults = {}): FaultInjector {
  const random = createSeededRandom(faults.seed ?? 1);
  const injected: Record<string, number> = {};
  const used = new Map<Switches, number>();
  const hasRun = (chosen: Switches) => (used.get(chosen) ?? 0) >= (chosen.times ?? Infinity);
  const count = (chosen: Switches, kind: string) => {
    injected[kind] = (injected[kind] ?? 0) + 1;
    used.set(chosen, (used.get(chosen) ?? 0) + 1);
  };

  return {
    faults,
    injected,
    get isDown() {
      return faults.down === true && faults.operations === undefined && !hasRun(faults);
    },
    countDown: () => count(faults, "down"),
    draw(operation) {
      const chosen = faults.operations?.[operation] ?? faults;
      const [from, to] = chosen.slowMs ?? [0, 0];
      const delayMs = chosen.slowMs ? from + random() * (to - from) : 0;
      const fault = drawFault(chosen, random);
      if (!fault || hasRun(chosen)) return { fault: null, delayMs };
      count(chosen, fault.kind);
      return { fault, delayMs };
    },
  };
}

function drawFault(chosen: Switches, random: () => number): InjectedFault | null {
  const hits = (chance: number | undefined) => chance !== undefined && random() < chance;
  if (chosen.down) return { kind: "down" };
  if (hits(chosen.requestLost)) return { kind: "requestLost" };
  const throttle = typeof chosen.http429 === "number" ? { rate: chosen.http429 } : chosen.http429;
  if (throttle && hits(throttle.rate)) return { kind: "http429", retryAfter: throttle.retryAfter };
  if (hits(chosen.http500)) return { kind: "http500" };
  if (chosen.status && hits(chosen.status.rate))
    return { kind: "status", code: chosen.status.code, body: chosen.status.body };
  if (hits(chosen.http500AfterCommit)) return { kind: "http500AfterCommit" };
  if (hits(chosen.answerLost)) return { kind: "answerLost" };
  if (chosen.body && hits(chosen.body.rate)) return { kind: "body", replacement: chosen.body.kind };
  return null;
}
