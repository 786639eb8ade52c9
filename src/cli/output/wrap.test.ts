import { styleText } from "node:util";
import fc from "fast-check";
import { expect, it } from "vitest";
import { cleanText } from "./clean-text.ts";
import { renderTable } from "./table.ts";
import { textWidth } from "./text-width.ts";
import { wrap } from "./wrap.ts";

const texts = fc.string({ unit: "grapheme", maxLength: 120 }).map(cleanText);

it("no line is wider than asked, and nothing but spaces is lost", () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 4, max: 60 }), (text, width) => {
      const lines = wrap(text, width);
      for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
      expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
    }),
  );
});

it("colours take no room and are not torn apart", () => {
  const red = styleText("red", "abcdefghij", { validateStream: false });
  expect(textWidth(red)).toBe(10);
  expect(wrap(red, 4).join("")).toBe(red);
});

it("a table keeps every letter of its cells, however narrow it is", () => {
  const cells = fc.string({ unit: fc.constantFrom("a", "b", "c", " "), maxLength: 60 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cells, cells), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 20, max: 90 }),
      (rows, width) => {
        const look = {
          colours: false,
          width,
          timeZone: "UTC",
          now: 0,
          paint: (_: unknown, text: string) => text,
        };
        const table = renderTable(
          [
            { title: "X", flexible: true },
            { title: "Y", flexible: true },
          ],
          rows,
          look,
        );
        const letters = (text: string): string =>
          text
            .replace(/[^abc]/g, "")
            .split("")
            .toSorted()
            .join("");
        expect(letters(table)).toBe(letters(rows.flat().join("")));
        for (const line of table.split("\n")) expect(textWidth(line)).toBeLessThanOrEqual(width);
      },
    ),
  );
});
