import type { Guarantee } from "./guarantee.ts";
import { sourceGuarantees } from "./source/index.ts";
import type { ConformanceSubject } from "./subject.ts";
import { targetGuarantees } from "./target/index.ts";

/** Every guarantee there is. */
export const guarantees: readonly Guarantee[] = [...targetGuarantees, ...sourceGuarantees];

/** Those that a subject has to keep. */
export function guaranteesFor(subject: ConformanceSubject): readonly Guarantee[] {
  return guarantees.filter(({ role }) => role === subject.role);
}
