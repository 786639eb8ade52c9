import type { TargetGuarantee } from "../guarantee.ts";
import { spoiltBodies } from "../world/spoilt-bodies.ts";
import { spoilWrites } from "../world/spoil-writes.ts";

export const unreadableAnswerToWrite: TargetGuarantee = {
  name: "unreadable-answer-to-write",
  says: "Garbage, a web page, half an answer or an empty one to a write counts as no answer: the document is looked for, never made twice.",
  role: "target",
  check: (subject) => spoilWrites(subject, spoiltBodies, { carriedOut: true }),
};
