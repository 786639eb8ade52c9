import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { alsoSeen, complaints } from "./complaints.ts";
import { pending } from "./pending.ts";
import { flowsLookedThrough, flowsNow, hasFlow, isThere, speaksOf } from "./what-exists.ts";

const folder = import.meta.dirname;
const stories = [...complaints, { number: "also seen" as const, ...alsoSeen }];
const textOf = (file: string) => readFileSync(join(folder, file), "utf8");
const headOf = (file: string) =>
  /^\/\*\*[^]*?\*\//.exec(textOf(file))?.[0].replaceAll(/\s*\n \* /g, " ") ?? "";

describe("the complaints", () => {
  it("are twenty-five, each with a number, a file of its own that is there, and sources", () => {
    expect(complaints.map(({ number }) => number)).toEqual(
      Array.from({ length: 25 }, (_, index) => index + 1),
    );
    expect(stories.map(({ file }) => file).filter((file) => !existsSync(join(folder, file)))).toEqual([]);
    expect(new Set(stories.map(({ file }) => file)).size).toBe(26);
    expect(stories.filter(({ sources }) => sources.length === 0)).toEqual([]);
    for (const { number, file } of complaints)
      expect(file.startsWith(String(number).padStart(2, "0"))).toBe(true);
  });

  it("are all that is told in this folder", () => {
    const files = readdirSync(folder).filter(
      (file) => file.endsWith(".test.ts") && file !== "registry.test.ts",
    );
    expect(files.sort()).toEqual(stories.map(({ file }) => file).sort());
  });

  it.each(stories)(
    "number $number names its sources at the head of its file, and tells a story",
    ({ number, file, sources }) => {
      const head = headOf(file);
      if (number !== "also seen") expect(head).toContain(`Complaint ${number}:`);
      expect(sources.filter((source) => !head.includes(source))).toEqual([]);
      expect(textOf(file)).toMatch(/^\s*(it|it\.each)\b/m);
    },
  );

  it("leave nothing out in silence: no story is skipped, put off, or run alone", () => {
    const silent =
      /\b(?:it|test|describe)(?:\.\w+)*\.(?:skip|todo|only|fails|skipIf|runIf)\b|\bx(?:it|describe)\(/;
    expect(stories.map(({ file }) => file).filter((file) => silent.test(textOf(file)))).toEqual([]);
  });
});

describe("what is pending", () => {
  it("belongs to a complaint and is a sentence", () => {
    const numbers = stories.map(({ number }) => number);
    expect(pending.filter(({ complaint }) => !numbers.includes(complaint))).toEqual([]);
    expect(pending.filter(({ what }) => !/^[A-Z].*\.$/.test(what))).toEqual([]);
  });

  it.each(Object.keys(isThere) as (keyof typeof isThere)[])(
    "%s: waits for what is not there yet",
    (planned) => {
      expect(pending.some(({ waitsFor }) => waitsFor === planned)).toBe(true);
      const waiting = pending
        .filter(({ waitsFor }) => waitsFor === planned)
        .map(({ complaint, what }) => `${complaint}: ${what}`);
      const words = `"${planned}" is there by now. Tell these as stories and take them off the list: ${waiting.join(" ")}`;
      expect(isThere[planned](), words).toBe(false);
    },
  );

  it("is looked for where it would be seen: what is there is found", () => {
    expect([hasFlow(/customer/i), hasFlow(/^orders$/)]).toEqual([true, true]);
    expect(speaksOf(/\bwebhookSubscriptionCreate\b/)).toBe(true);
    expect(speaksOf(/\bnobodyWroteThisWord\b/)).toBe(false);
  });

  it("was looked through when the last flow was added", () => {
    const words =
      "The flows have changed. Look through test/complaints/pending.ts for what waited for them, then bring flowsLookedThrough up to date.";
    expect(flowsNow(), words).toEqual([...flowsLookedThrough].sort());
  });
});
