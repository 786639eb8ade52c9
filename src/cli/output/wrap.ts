import { textWidth } from "./text-width.ts";

/** Single characters, and colour codes as a whole: they may not be torn apart. */
const pieces = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m|.`, "gsu");

/** Breaks text into lines of at most `width` columns, at spaces where there are some. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  const endLine = (): void => {
    if (line !== "") lines.push(line);
    line = "";
  };
  for (const word of text.split(" ")) {
    if (line !== "" && textWidth(line) + 1 + textWidth(word) > width) endLine();
    if (textWidth(word) <= width) {
      line = line === "" ? word : `${line} ${word}`;
      continue;
    }
    endLine();
    for (const [piece] of word.matchAll(pieces)) {
      if (textWidth(line) + textWidth(piece) > width) endLine();
      line += piece;
    }
  }
  endLine();
  return lines.length === 0 ? [""] : lines;
}

/** A paragraph whose later lines stand a little to the right. */
export function paragraph(text: string, width: number): string {
  return hangingBy(wrap(text, Math.max(10, width - 2)), "", 2);
}

/** The same below a first line: `label` stands before it, and the others are indented as far. */
export function hanging(label: string, text: string, width: number): string {
  const labelWidth = textWidth(label);
  return hangingBy(wrap(text, Math.max(10, width - labelWidth)), label, labelWidth);
}

function hangingBy(lines: readonly string[], label: string, indent: number): string {
  return lines.map((line, index) => `${index === 0 ? label : " ".repeat(indent)}${line}`).join("\n");
}
