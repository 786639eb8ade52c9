import type { Schedule, Step } from "./schedule.ts";

/** Whether a schedule still fails; rejects never. */
export type StillFails = (schedule: Schedule) => Promise<boolean>;

/**
 * Makes a failing schedule shorter and plainer as long as it goes on failing: first whole stretches of steps are left out, then what
 * stands in the steps. Each run takes seconds, so what leaves out most is tried first. `isOver` ends it with what was found by then.
 */
export async function shrinkSchedule(
  failing: Schedule,
  stillFails: StillFails,
  isOver: () => boolean,
): Promise<Schedule> {
  let best = failing;
  const accept = async (candidate: Schedule): Promise<boolean> => {
    if (isOver() || !(await stillFails(candidate))) return false;
    best = candidate;
    return true;
  };

  const leaveOutSteps = async (): Promise<void> => {
    for (let size = Math.ceil(best.steps.length / 2); size >= 1; size = Math.floor(size / 2))
      // From the end: what comes later matters only if it takes part.
      for (let start = best.steps.length - size; start > -size && !isOver(); start -= size) {
        const from = Math.max(0, start);
        await accept({ ...best, steps: best.steps.toSpliced(from, size) });
      }
  };
  const simplify = async (): Promise<void> => {
    for (const plain of [{ account: {} }, { paceMs: 0 }])
      if (!isSame({ ...best, ...plain }, best)) await accept({ ...best, ...plain });
    for (let index = 0; index < best.steps.length; index += 1) {
      let simpler = plainer(best.steps[index]);
      while (simpler.length > 0 && !isOver()) {
        const [first, ...others] = simpler;
        const taken =
          first !== undefined && (await accept({ ...best, steps: best.steps.with(index, first) }));
        simpler = taken ? plainer(best.steps[index]) : others;
      }
    }
  };

  await leaveOutSteps();
  if (best.steps.length < failing.steps.length) await leaveOutSteps();
  await simplify();
  return best;
}

/** A step with less in it, what has least first: without a part of its body, with fewer lines, over at once. */
function plainer(step: Step | undefined): readonly Step[] {
  if (step === undefined) return [];
  const variants: Step[] = [];
  if ("lasts" in step && step.lasts > 1) variants.push({ ...step, lasts: 1 });
  if (step.do === "crash" && step.hit > 1) variants.push({ ...step, hit: 1 });
  if (!("body" in step)) return variants;
  const { body } = step;
  for (const [key, value] of Object.entries(body)) {
    if (Array.isArray(value) && value.length > 1)
      variants.push({ ...step, body: { ...body, [key]: value.slice(0, 1) } });
    const { [key]: _left, ...rest } = body;
    if (key !== "lines") variants.push({ ...step, body: rest });
  }
  return variants;
}

function isSame(one: Schedule, other: Schedule): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
