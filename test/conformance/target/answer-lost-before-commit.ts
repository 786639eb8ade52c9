import type { TargetGuarantee } from "../guarantee.ts";
import { spoilWrites } from "../world/spoil-writes.ts";

export const answerLostBeforeCommit: TargetGuarantee = {
  name: "answer-lost-before-commit",
  says: "When the connection breaks before a document was made, Waybill looks for it, does not find it, and makes it once.",
  role: "target",
  check: (subject) => spoilWrites(subject, [{ requestLost: 1 }], { carriedOut: false }),
};
