import type { TargetGuarantee } from "../guarantee.ts";
import { spoilWrites } from "../world/spoil-writes.ts";

export const answerLostAfterCommit: TargetGuarantee = {
  name: "answer-lost-after-commit",
  says: "When the connection breaks after a document was made, it is found by Waybill's own reference and never made again.",
  role: "target",
  check: (subject) => spoilWrites(subject, [{ answerLost: 1 }], { carriedOut: true }),
};
