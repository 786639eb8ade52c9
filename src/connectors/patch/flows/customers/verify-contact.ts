import type { FieldChange } from "#domain/plan/field-change.ts";
import type { WireContact } from "../../schema.ts";
import { textOf } from "../../wire-shape.ts";
import { consentFlags } from "./contact-consent.ts";
import type { DesiredContact } from "./desired-contact.ts";
import { fieldNames, isSameValue } from "./plan-contact.ts";

/** Where a contact that was read back differs from what was written. Pure. */
export function verifyContact(
  { written, custom }: DesiredContact,
  snapshot: WireContact,
): readonly FieldChange[] {
  const fields = fieldNames.flatMap((name): FieldChange[] => {
    const wanted = written?.[name];
    return typeof wanted !== "string" || isSameValue(name, wanted, snapshot[name])
      ? []
      : [{ path: name, from: snapshot[name] ?? null, to: wanted, why: "it was written" }];
  });
  const keys = Object.entries(written?.["custom_fields"] === undefined ? {} : custom).flatMap(
    ([key, wanted]): FieldChange[] =>
      textOf(snapshot.custom_fields?.[key]) === wanted
        ? []
        : [
            {
              path: `custom_fields.${key}`,
              from: snapshot.custom_fields?.[key] ?? null,
              to: wanted,
              why: "it was written",
            },
          ],
  );
  const flags = consentFlags.flatMap((flag): FieldChange[] => {
    const wanted = written?.[flag];
    return typeof wanted !== "boolean" || wanted === (snapshot[flag] === true)
      ? []
      : [{ path: flag, from: snapshot[flag] ?? null, to: wanted, why: "it was written" }];
  });
  return [...fields, ...flags, ...keys];
}
