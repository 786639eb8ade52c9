import type { TargetGuarantee } from "../guarantee.ts";
import { spoilWrites } from "../world/spoil-writes.ts";

export const failureAfterCommit: TargetGuarantee = {
  name: "failure-after-commit",
  says: "A system that makes a document and then says that it failed is not believed: the document is found and never made again.",
  role: "target",
  check: (subject) => spoilWrites(subject, [{ http500AfterCommit: 1 }], { carriedOut: true }),
};
