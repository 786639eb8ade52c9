import type { CapabilityName, SourceCapabilityName } from "./capabilities.ts";
import type { SourceSubject, TargetSubject } from "./subject.ts";

interface GuaranteeOf<Role extends "target" | "source", Subject, Capability extends string> {
  /** The name of its file, without the ending. */
  readonly name: string;
  /** What is promised, in one plain sentence for the people who run the shop. */
  readonly says: string;
  readonly role: Role;
  /** Not run when the manifest lacks it; the reason is the verdict then. */
  readonly needs?: Capability;
  /** True: it uses what the whole process shares, such as fault points, so nothing else runs beside it. */
  readonly alone?: true;
  /**
   * Resolves when the promise holds. Rejects with an `AssertionError` of `node:assert` when it is broken, whose message tells a
   * developer what was seen; with `LackingCapability` when the manifest excuses everything that would be looked at.
   */
  check(subject: Subject): Promise<void>;
}

export type TargetGuarantee = GuaranteeOf<"target", TargetSubject, CapabilityName>;
export type SourceGuarantee = GuaranteeOf<"source", SourceSubject, SourceCapabilityName>;
/** One promise that every connector of a role has to keep. */
export type Guarantee = TargetGuarantee | SourceGuarantee;
