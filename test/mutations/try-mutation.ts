import type { Mutation } from "./mutation.ts";
import { tryChaos, type ChaosOptions } from "./try-chaos.ts";
import { tryConformance } from "./try-conformance.ts";
import type { Tried } from "./tried.ts";
import { NothingProven } from "./under-mutation.ts";

export interface TrialOptions extends ChaosOptions {
  readonly conformance: boolean;
  readonly chaos: boolean;
  /** All guarantees are asked, not only those that have to turn red. */
  readonly everyGuarantee: boolean;
}

/** Tries one mutation; rejects for no reason of the mutation. */
export async function tryMutation(mutation: Mutation, options: TrialOptions): Promise<Tried> {
  const began = performance.now();
  const isAsked = mutation.guarantees.length > 0 || options.everyGuarantee;
  const conformance =
    options.conformance && isAsked
      ? await proven(async () => ({
          broken: await tryConformance(mutation, options.everyGuarantee ? "all" : mutation.guarantees),
        }))
      : null;
  const { chaos: noticed } = mutation;
  const chaos =
    options.chaos && "rules" in noticed ? await proven(() => tryChaos(mutation, noticed, options)) : null;
  return { mutation, conformance, chaos, ms: performance.now() - began };
}

async function proven<Trial>(trial: () => Promise<Trial>): Promise<Trial | string> {
  try {
    return await trial();
  } catch (error) {
    if (error instanceof NothingProven) return error.message;
    throw error;
  }
}
