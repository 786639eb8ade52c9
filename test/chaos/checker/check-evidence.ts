import type { Evidence, Violation } from "../evidence.ts";
import { announcementsKept } from "./announcements-kept.ts";
import { everyCustomer } from "./every-customer.ts";
import { everyField } from "./every-field.ts";
import { noStorm } from "./no-storm.ts";
import { noUnplannedWrite } from "./no-unplanned-write.ts";
import { nothingPersonal } from "./nothing-personal.ts";
import { nothingUnexplained } from "./nothing-unexplained.ts";
import { onceEach } from "./once-each.ts";
import { rightOutcome } from "./right-outcome.ts";
import { rightPerson } from "./right-person.ts";

/** Every rule, by the name that its violations carry. */
export const rules: Readonly<Record<string, (evidence: Evidence) => readonly Violation[]>> = {
  "once-each": onceEach,
  "every-field": everyField,
  "every-customer": everyCustomer,
  "right-person": rightPerson,
  "right-outcome": rightOutcome,
  "nothing-unexplained": nothingUnexplained,
  "no-unplanned-write": noUnplannedWrite,
  "no-storm": noStorm,
  "announcements-kept": announcementsKept,
  "nothing-personal": nothingPersonal,
};

/**
 * Judges a run: everything that was promised and not kept, empty when nothing was. Nothing of the engine has a part in it: what
 * should be is worked out anew from what the shop was.
 */
export function checkEvidence(evidence: Evidence): readonly Violation[] {
  return Object.values(rules).flatMap((rule) => rule(evidence));
}
