import type { SourceGuarantee } from "../guarantee.ts";
import { mapObjects, withJson } from "../world/tampered-emulator.ts";
import { assertUnderstood } from "../source-world/assert-understood.ts";

export const unknownEnumSurvives: SourceGuarantee = {
  name: "unknown-enum-survives",
  says: "A value that is new in one of the shop's lists of values fails no record, changes none of its other fields, and is told alike by announcements and answers.",
  role: "source",
  check: (subject) => {
    const { answers, bodies } = subject.answers.enumerations;
    return assertUnderstood(subject, {
      body: (value) => renew(value, bodies, "waybill_unheard_of"),
      answer: (answer) => withJson(answer, (value) => renew(value, answers, "WAYBILL_UNHEARD_OF")),
      // Only these may say something else, and they do so alike.
      same: (record) =>
        record.kind === "customers"
          ? record
          : {
              ...record,
              financialStatus: null,
              fulfillmentStatus: "UNFULFILLED",
              cancelReason: null,
            },
    });
  },
};

function renew(value: unknown, names: readonly string[], instead: string): unknown {
  return mapObjects(value, (object) =>
    Object.fromEntries(
      Object.entries(object).map(([name, inner]) => [name, names.includes(name) ? instead : inner]),
    ),
  );
}
