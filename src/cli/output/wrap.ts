import { textWidth } from "./text-width.ts";

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
    for (const character of word) {
      if (textWidth(line) + textWidth(character) > width) endLine();
      line += character;
    }
  }
  endLine();
  return lines.length === 0 ? [""] : lines;
}

/** The same below a first line: `label` stands before it, and the others are indented as far. */
export function hanging(label: string, text: string, width: number): string {
  const labelWidth = textWidth(label);
  return wrap(text, Math.max(10, width - labelWidth))
    .map((line, index) => `${index === 0 ? label : " ".repeat(labelWidth)}${line}`)
    .join("\n");
}
