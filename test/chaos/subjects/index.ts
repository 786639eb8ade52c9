import type { ChaosSubject } from "./chaos-subject.ts";
import { patchSubject } from "./patch.ts";
import { creditsSubject } from "./unleashed-credits.ts";
import { unleashedSubject } from "./unleashed.ts";

/** Connectors that the harness tries. */
export const subjects: readonly ChaosSubject[] = [
  unleashedSubject,
  creditsSubject,
  patchSubject,
] as readonly ChaosSubject[];

export const usualSubject = unleashedSubject.name;

/** Throws for a name that is none. */
export function subjectNamed(name: string): ChaosSubject {
  const found = subjects.find((subject) => subject.name === name);
  if (found === undefined) throw new Error(`There is no subject ${name}.`);
  return found;
}
