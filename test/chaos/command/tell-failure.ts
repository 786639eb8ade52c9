import type { Failure } from "../explore.ts";
import { usualSubject } from "../subjects/index.ts";

const shownViolations = 10;

/** A failure as people read it: what was violated, how to see it again, the schedule. */
export function tellFailure(
  seed: number | null,
  failure: Failure,
  { isReal, subject }: { readonly isReal: boolean; readonly subject: string },
): string {
  const { schedule, violations, tried } = failure;
  const more = violations.length - shownViolations;
  const again =
    seed === null
      ? ""
      : `  again:    npm run chaos -- --runs 1 --seed ${seed}${isReal ? " --real" : ""}${subject === usualSubject ? "" : ` --connector ${subject}`}\n`;
  return [
    `\nVIOLATED${seed === null ? "" : ` by seed ${seed}`}:`,
    ...violations.slice(0, shownViolations).map(({ rule, about, what }) => `  [${rule}] ${about}: ${what}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    `${again}  shortest schedule found (${schedule.steps.length} steps, ${tried} tried); save it and give it to --replay:`,
    JSON.stringify(schedule),
    "",
  ].join("\n");
}
