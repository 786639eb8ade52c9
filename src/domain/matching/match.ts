import type { Reason } from "../reason.ts";

/** A record of the target that might be the counterpart. */
export interface Candidate<Snapshot> {
  readonly externalId: string;
  /** Short text by which a person recognises it, without personal data beyond the target's own code. */
  readonly label: string;
  readonly snapshot: Snapshot;
}

/** Who is this? The answer of a search in the target, with its evidence. */
export type Match<Snapshot> =
  | { readonly verdict: "one"; readonly candidate: Candidate<Snapshot>; readonly evidence: Reason }
  | { readonly verdict: "none" }
  /** Never settled by taking the first. */
  | {
      readonly verdict: "several";
      readonly candidates: readonly Candidate<Snapshot>[];
      readonly evidence: Reason;
    };

/**
 * Settles a search by exact comparison: `isSame` says whether a hit truly is the one looked for. Searches of outside
 * systems are loose (prefix, token, case), so hits are never trusted by themselves.
 */
export function settleMatch<Snapshot>(
  hits: readonly Candidate<Snapshot>[],
  isSame: (snapshot: Snapshot) => boolean,
  evidence: Reason,
): Match<Snapshot> {
  const exact = hits.filter((hit) => isSame(hit.snapshot));
  const [first, second] = exact;
  if (first === undefined) return { verdict: "none" };
  if (second === undefined) return { verdict: "one", candidate: first, evidence };
  return { verdict: "several", candidates: exact, evidence };
}
