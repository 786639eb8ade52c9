import { existsSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mutateSource } from "./mutate-source.ts";
import { mutations } from "./mutations.ts";

const root = join(import.meta.dirname, "..", "..");

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

describe.each(mutations)("the mutation $name", (mutation) => {
  it("can still be made, and what comes of it is a program", () => {
    const texts = new Map<string, string>();
    for (const edit of mutation.edits)
      texts.set(edit.file, mutateSource(texts.get(edit.file) ?? read(edit.file), edit));
    for (const [file, text] of texts) {
      expect(text).not.toBe(read(file));
      expect(() => stripTypeScriptTypes(text), file).not.toThrow();
    }
  });
});

/** Rules that the runner of the chaos harness checks by itself. */
const rulesOfTheRunner = new Set(["becomes-quiet", "stays-quiet"]);

it("every mutation has guarantees and rules that have to notice it, and they are there", () => {
  const isThere = (...path: readonly string[]): boolean => existsSync(join(root, "test", ...path));
  for (const { name, connector, guarantees, chaos } of mutations) {
    // What only one connector promises, only chaos can notice.
    const byChaosAlone = connector !== undefined && "rules" in chaos;
    expect(guarantees.length > 0 || byChaosAlone, name).toBe(true);
    for (const guarantee of guarantees)
      expect(
        ["target", "source"].some((role) => isThere("conformance", role, `${guarantee}.ts`)),
        guarantee,
      ).toBe(true);
    if ("beyond" in chaos) {
      expect(chaos.beyond, name).toMatch(/^[A-Z].+\.$/);
      continue;
    }
    expect([chaos.rules.length > 0, chaos.runs > 0], name).toEqual([true, true]);
    for (const rule of chaos.rules)
      expect(rulesOfTheRunner.has(rule) || isThere("chaos", connector ?? "checker", `${rule}.ts`), rule).toBe(
        true,
      );
  }
});

it("names are used once, and every mistake says what its author thought", () => {
  const names = mutations.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, says, edits } of mutations) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(says).toMatch(/^[A-Z].+\.$/);
    expect(edits.length).toBeGreaterThan(0);
  }
});

it("a text that is there twice, or not at all, is not changed by guessing", () => {
  const edit = { file: "some.ts", find: "one", replace: "two" };
  expect(mutateSource("one.", edit)).toBe("two.");
  expect(() => mutateSource("one one", edit)).toThrow("more than once");
  expect(() => mutateSource("none?", { ...edit, find: "three" })).toThrow("does not have");
});
