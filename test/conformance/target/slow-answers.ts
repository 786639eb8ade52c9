import type { TargetGuarantee } from "../guarantee.ts";
import { spoilReads } from "../world/spoil-reads.ts";
import { spoilWrites } from "../world/spoil-writes.ts";

export const slowAnswers: TargetGuarantee = {
  name: "slow-answers",
  says: "An answer that takes too long is given up: what was asked for may have been done, so it is looked for and never made twice; what was not told is not absent.",
  role: "target",
  check: async (subject) => {
    const { ms, settings } = subject.impatient;
    const slow = [{ slowMs: [ms + 300, ms + 300] as const }];
    await Promise.all([
      spoilWrites(subject, slow, { carriedOut: true, settings }),
      spoilReads(subject, slow, { settings }),
    ]);
  },
};
