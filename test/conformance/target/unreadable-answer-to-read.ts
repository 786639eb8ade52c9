import type { TargetGuarantee } from "../guarantee.ts";
import { spoilReads } from "../world/spoil-reads.ts";
import { spoiltBodies } from "../world/spoilt-bodies.ts";

export const unreadableAnswerToRead: TargetGuarantee = {
  name: "unreadable-answer-to-read",
  says: "Garbage, a web page, half an answer or an empty one to a question counts as no answer, never as “there is none”.",
  role: "target",
  check: (subject) => spoilReads(subject, spoiltBodies),
};
