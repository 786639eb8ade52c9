import { beforeAll, describe, expect, test } from "vitest";
import type { Violation } from "../evidence.ts";
import { checkEvidence, rules } from "./check-evidence.ts";
import { announcementsKeptSpoils } from "./planted/announcements-kept.ts";
import { everyCustomerSpoils } from "./planted/every-customer.ts";
import { everyFieldSpoils } from "./planted/every-field.ts";
import { noStormSpoils } from "./planted/no-storm.ts";
import { noUnplannedWriteSpoils } from "./planted/no-unplanned-write.ts";
import { nothingPersonalSpoils } from "./planted/nothing-personal.ts";
import { nothingUnexplainedSpoils } from "./planted/nothing-unexplained.ts";
import { onceEachSpoils } from "./planted/once-each.ts";
import { rightOutcomeSpoils } from "./planted/right-outcome.ts";
import { rightPersonSpoils } from "./planted/right-person.ts";
import {
  call,
  drop,
  later,
  outcome,
  record,
  thing,
  type Draft,
  type Spoils,
  type Spoilt,
} from "./planted/spoilt.ts";
import { tellStory } from "./planted/tell-story.ts";

let story: Awaited<ReturnType<typeof tellStory>>;
beforeAll(async () => {
  story = await tellStory();
});

/** The evidence of the story, to do something to. */
function copy(): Spoilt {
  return { ...(structuredClone(story.evidence) as Draft<typeof story.evidence>), names: story.names };
}

const spoils: Readonly<Record<string, Spoils>> = {
  "once-each": onceEachSpoils,
  "every-field": everyFieldSpoils,
  "every-customer": everyCustomerSpoils,
  "right-person": rightPersonSpoils,
  "right-outcome": rightOutcomeSpoils,
  "nothing-unexplained": nothingUnexplainedSpoils,
  "no-unplanned-write": noUnplannedWriteSpoils,
  "no-storm": noStormSpoils,
  "announcements-kept": announcementsKeptSpoils,
  "nothing-personal": nothingPersonalSpoils,
};

test("what a hub did right is clean", () => {
  expect(checkEvidence(story.evidence)).toEqual([]);
  expect(Object.keys(spoils)).toEqual(Object.keys(rules));
});

describe.each(Object.entries(spoils))("%s", (rule, cases) => {
  test.each(Object.entries(cases))("notices %s", (_what, spoil) => {
    const spoilt = copy();
    spoil(spoilt);
    const found = checkEvidence(spoilt);
    expect([rulesOf(found), found.map(({ about, what }) => `${about}: ${what}`).join("\n")]).toEqual([
      [rule],
      expect.stringMatching(spoil.says ?? /./),
    ]);
  });
});

function rulesOf(violations: readonly Violation[]): readonly string[] {
  return [...new Set(violations.map(({ rule }) => rule))];
}

test("a hub that died right after a 429 may have forgotten it", () => {
  const spoilt = copy();
  call(spoilt, { after: 60_000, status: 429, ownStatus: null, retryAfter: 30 }, { after: 75_000 });
  const died = later(thing(spoilt.log.account.at(-2)).time, 100);
  spoilt.interruptions.push({ what: "hub", at: died, until: later(died, 1_000) });
  expect(checkEvidence(spoilt)).toEqual([]);
});

test("a wait that was kept is no storm", () => {
  const spoilt = copy();
  call(spoilt, { after: 60_000, status: 429, ownStatus: null, retryAfter: 30 }, { after: 90_001 });
  expect(checkEvidence(spoilt)).toEqual([]);
});

test("a deletion that the shop never told of may go unnoticed", () => {
  const spoilt = copy();
  drop(record(spoilt, spoilt.names.deleted).journal, ({ message }) => message.includes("orders/delete"));
  record(spoilt, spoilt.names.deleted).outcome = { ...outcome(spoilt, spoilt.names.carried) };
  drop(spoilt.hub.questions, ({ title }) => title === spoilt.names.deleted);
  expect(checkEvidence(spoilt)).toEqual([]);
});
