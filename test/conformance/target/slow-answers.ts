import type { TargetGuarantee } from "../guarantee.ts";
import { spoilWrites } from "../world/spoil-writes.ts";

export const slowAnswers: TargetGuarantee = {
  name: "slow-answers",
  says: "An answer that takes too long is given up; what was asked for may have been done, so it is looked for and never made twice.",
  role: "target",
  check: (subject) => {
    const { ms, settings } = subject.impatient;
    return spoilWrites(subject, [{ slowMs: [ms + 300, ms + 300] }], { carriedOut: true, settings });
  },
};
