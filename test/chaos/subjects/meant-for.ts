import type { Schedule, Step } from "../schedule.ts";
import type { ChaosSubject } from "./chaos-subject.ts";

/** A drawn schedule with the operations that a subject has in place of those that are drawn. */
export function meantFor(schedule: Schedule, { operations }: Pick<ChaosSubject, "operations">): Schedule {
  const named = (operation: string): string =>
    (operations as Readonly<Record<string, string>>)[operation] ?? operation;
  const translate = (step: Step): Step => {
    if (step.do === "crash" && step.operation !== undefined)
      return { ...step, operation: named(step.operation) };
    if (step.do !== "trouble" || step.faults.operations === undefined) return step;
    const faults = Object.entries(step.faults.operations).map(
      ([operation, switches]) => [named(operation), switches] as const,
    );
    return { ...step, faults: { ...step.faults, operations: Object.fromEntries(faults) } };
  };
  return { ...schedule, steps: schedule.steps.map(translate) };
}
