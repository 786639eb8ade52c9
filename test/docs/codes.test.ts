import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { codesOfSource, root, staleExceptions } from "./source-codes.ts";

const page = readFileSync(join(root, "docs", "reference", "codes.md"), "utf8");
const decide = readFileSync(join(root, "docs", "guides", "decide.md"), "utf8");

/** The entries of the page: a code, perhaps a status, and what it means. */
const entries = [...page.matchAll(/^- `([A-Z][A-Z0-9_]+)`(?: \(\d{3}\))?: (.+)$/gm)].map(
  ([, code = "", text = ""]) => ({ code, text }),
);
const listed = new Set(entries.map(({ code }) => code));
const made = codesOfSource();

describe("the catalogue of codes", () => {
  it("lists every code that the source makes", () => {
    const missing = [...made].filter(([code]) => !listed.has(code));
    expect(missing.map(([code, places]) => `${code} (${places.join(", ")})`)).toEqual([]);
  });

  it("lists no code that the source does not make", () => {
    expect([...listed].filter((code) => !made.has(code))).toEqual([]);
  });

  it("lists each code once, in a line that ends like a sentence", () => {
    expect(entries.map(({ code }) => code).filter((code, index, all) => all.indexOf(code) < index)).toEqual(
      [],
    );
    expect(entries.filter(({ text }) => !text.endsWith("."))).toEqual([]);
    expect(entries).toHaveLength([...page.matchAll(/^- `/gm)].length);
  });

  it("has every question explained with its choices", () => {
    const [, questions = ""] = /^## Outcomes: needs a decision\n(.*?)^## /ms.exec(page) ?? [];
    const asked = [...questions.matchAll(/^- `([A-Z_]+)`/gm)].map(([, code = ""]) => code);
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter((code) => !new RegExp(`^###.*\`${code}\``, "m").test(decide))).toEqual([]);
  });

  it("counts nothing as an exception that is gone", () => {
    expect(staleExceptions()).toEqual([]);
  });
});
