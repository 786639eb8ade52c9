import { announcementsKept } from "../checker/announcements-kept.ts";
import { nothingPersonal } from "../checker/nothing-personal.ts";
import { unsettled } from "../checker/unsettled.ts";
import type { Evidence, Violation } from "../evidence.ts";
import { contactsOnce } from "./contacts-once.ts";
import { eventsOnce } from "./events-once.ts";
import { newestSays } from "./newest-says.ts";
import { outcomesExplained } from "./outcomes-explained.ts";
import type { PatchDump } from "./patch-shapes.ts";
import { pointsFollow } from "./points-follow.ts";
import { silenceKept } from "./silence-kept.ts";

type Rule = (evidence: Evidence<PatchDump>) => readonly Violation[];

/** Every rule, by the name that its violations carry. */
export const patchRules: Readonly<Record<string, Rule>> = {
  "events-once": eventsOnce,
  "newest-says": newestSays,
  "contacts-once": contactsOnce,
  "silence-kept": silenceKept,
  "points-follow": pointsFollow,
  "outcomes-explained": outcomesExplained,
  "nothing-unexplained": ({ hub }) =>
    unsettled(hub).map((violation) => ({ rule: "nothing-unexplained", ...violation })),
  "announcements-kept": announcementsKept,
  "nothing-personal": nothingPersonal,
};

/** Judges a run whose shop is connected to Patch Retention: everything that was promised and not kept. */
export function checkPatch(evidence: Evidence<PatchDump>): readonly Violation[] {
  return Object.values(patchRules).flatMap((rule) => rule(evidence));
}
