import type { SourceGuarantee } from "../guarantee.ts";
import { mapObjects, withJson } from "../world/tampered-emulator.ts";
import { assertUnderstood } from "../source-world/assert-understood.ts";

const unheardOf = {
  waybill_unheard_of: { deeply: [{ nested: 1 }], id: 7, admin_graphql_api_id: "gid://shopify/Order/7" },
  waybillUnheardOf: [null, "text", 1.5],
};

/** A field of the system's own whose name tells nothing. */
const add = (value: unknown): unknown => mapObjects(value, (object) => ({ ...object, ...unheardOf }));

export const unknownFieldSurvives: SourceGuarantee = {
  name: "unknown-field-survives",
  says: "Fields that the shop adds one day change nothing of what is understood, in announcements and in answers.",
  role: "source",
  check: (subject) =>
    assertUnderstood(subject, {
      body: add,
      answer: (answer) => withJson(answer, add),
      same: (record) => record,
    }),
};
