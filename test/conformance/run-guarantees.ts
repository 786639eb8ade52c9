import type { Guarantee } from "./guarantee.ts";
import { runGuarantee, type Verdict } from "./run-guarantee.ts";
import type { ConformanceSubject } from "./subject.ts";

/** Guarantees that are checked at the same time: most of the time each waits for something. */
const atOnce = 3;

/**
 * Checks guarantees, several at a time, those that have to be alone at the end. `tell` hears each verdict as soon as all before it
 * are known, so that they are told in the order of the guarantees that run together.
 */
export async function runGuarantees(
  guarantees: readonly Guarantee[],
  subject: ConformanceSubject,
  tell: (verdict: Verdict) => void,
): Promise<readonly Verdict[]> {
  const together = guarantees.filter(({ alone }) => alone !== true);
  const alone = guarantees.filter((guarantee) => guarantee.alone === true);
  const verdicts: Verdict[] = [];
  const next = together.entries();
  let told = 0;
  const work = async (): Promise<void> => {
    for (const [index, guarantee] of next) {
      verdicts[index] = await runGuarantee(guarantee, subject);
      for (let ready = verdicts[told]; ready !== undefined; ready = verdicts[told]) {
        tell(ready);
        told += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  for (const guarantee of alone) {
    const verdict = await runGuarantee(guarantee, subject);
    verdicts.push(verdict);
    tell(verdict);
  }
  return verdicts;
}
