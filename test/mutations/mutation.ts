/** A mistake that careless authors make, as data. The source tree is never changed: a loader gives out the changed text. */
export interface Mutation {
  /** Lower case with dashes. */
  readonly name: string;
  /** What the careless author did, and why it seemed right. */
  readonly says: string;
  /** Whose connector it is about. Absent: the suite judges all, and the chaos harness its usual one. */
  readonly connector?: string;
  readonly edits: readonly Edit[];
  /**
   * Guarantees of the conformance suite that have to turn red; others may. Empty: what is broken is a promise of this connector alone,
   * which chaos has to notice.
   */
  readonly guarantees: readonly string[];
  /** How the chaos harness has to notice it, or why it cannot. */
  readonly chaos: Noticed | { readonly beyond: string };
}

export interface Noticed {
  /** Rules of the checker, any of which counts. */
  readonly rules: readonly string[];
  /** Simulated runs by which it has to be caught at the latest. */
  readonly runs: number;
}

export interface Edit {
  /** Path from the root of the project: `src/engine/…`. */
  readonly file: string;
  /** Text that stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}
