import type { TargetGuarantee } from "../guarantee.ts";
import { spoilReads } from "../world/spoil-reads.ts";

const page = "<html><head><title>404 Not Found</title></head><body>nginx</body></html>";

export const failureIsNotAbsence: TargetGuarantee = {
  name: "failure-is-not-absence",
  says: "A system that fails to answer is never taken for one that has no such document: nothing is made anew, and nothing counts as deleted.",
  role: "target",
  check: (subject) =>
    spoilReads(subject, [
      { http500: 1 },
      { answerLost: 1 },
      { status: { code: 502, rate: 1, body: page } },
      { status: { code: 404, rate: 1, body: page } },
    ]),
};
