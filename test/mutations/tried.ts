import type { Verdict } from "../conformance/run-guarantee.ts";
import type { Violation } from "../chaos/evidence.ts";
import type { Mutation } from "./mutation.ts";

/** What the conformance suite said of a mutation. */
export interface ConformanceTrial {
  readonly broken: readonly Verdict[];
}

/** What the chaos harness said of a mutation. */
export interface ChaosTrial {
  /** Null: no rule that has to notice it did. */
  readonly caught: {
    /** How many runs it took. */
    readonly runs: number;
    readonly seed: number;
    readonly violation: Violation;
  } | null;
  /** Other rules that were violated before. */
  readonly others: readonly string[];
  readonly runs: number;
}

/** What came of one mutation; what was not asked for is null, and a text says why nothing can be said. */
export interface Tried {
  readonly mutation: Mutation;
  readonly conformance: ConformanceTrial | string | null;
  readonly chaos: ChaosTrial | string | null;
  readonly ms: number;
}

/** Whether everything that was asked noticed the mutation, and as it should. */
export function isCaught({ mutation, conformance, chaos }: Tried): boolean {
  const inSuite =
    conformance === null || (typeof conformance === "object" && missing(mutation, conformance).length === 0);
  const inChaos = chaos === null || (typeof chaos === "object" && chaos.caught !== null);
  return inSuite && inChaos;
}

/** Guarantees that had to turn red and did not. */
export function missing({ guarantees }: Mutation, { broken }: ConformanceTrial): readonly string[] {
  return guarantees.filter((name) => !broken.some(({ guarantee }) => guarantee === name));
}
