import Table from "cli-table3";
import type { Look } from "./look.ts";
import { textWidth } from "./text-width.ts";
import { hanging, wrap } from "./wrap.ts";

export interface Column {
  readonly title: string;
  /** Numbers stand on the right. */
  readonly right?: boolean;
  /** Gives way when the terminal is too narrow: its text is broken into lines. */
  readonly flexible?: boolean;
}

/** Space between columns. */
const gap = 2;
/** A column of text is not made narrower than this; below it each row becomes a little list. */
const narrowestColumn = 16;

/**
 * A calm table without lines: titles dimmed, columns as wide as they need. Where the terminal is too narrow, text columns are
 * broken into lines, and where even that does not fit, each row is shown as a list of `title: value`. Cells are plain text or
 * painted; an empty one is shown as nothing. Ends without a line end.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  look: Look,
): string {
  const widths = columns.map((column, index) =>
    Math.max(textWidth(column.title), ...rows.map((row) => longestLine(row[index] ?? ""))),
  );
  const fitted = fit(columns, widths, look.width - gap * (columns.length - 1));
  if (fitted === null) return asLists(columns, rows, look);
  const table = new Table({
    head: columns.map(({ title }) => look.paint("dim", title)),
    colWidths: [...fitted],
    colAligns: columns.map(({ right }) => (right === true ? "right" : "left")),
    chars: noLines,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0, compact: true },
  });
  for (const row of rows)
    table.push(columns.map((_, index) => broken(row[index] ?? "", fitted[index] ?? narrowestColumn)));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** Breaks a cell into lines; unlike the table library, it breaks long words instead of cutting them off. */
function broken(cell: string, width: number): string {
  return cell
    .split("\n")
    .flatMap((line) => wrap(line, width))
    .join("\n");
}

/** Widths that fit into `room`; null when they cannot. */
function fit(columns: readonly Column[], widths: readonly number[], room: number): readonly number[] | null {
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  const fitted = [...widths];
  while (excess > 0) {
    // The widest column that may give way does so first.
    let widest = -1;
    for (const [index, width] of fitted.entries())
      if (columns[index]?.flexible === true && width > narrowestColumn && width > (fitted[widest] ?? 0))
        widest = index;
    if (widest < 0) return null;
    fitted[widest] = (fitted[widest] ?? 0) - 1;
    excess -= 1;
  }
  return fitted;
}

function asLists(columns: readonly Column[], rows: readonly (readonly string[])[], look: Look): string {
  const labelWidth = Math.max(...columns.map(({ title }) => title.length)) + 2;
  return rows
    .map((row) =>
      columns
        .flatMap(({ title }, index) => {
          const cell = row[index] ?? "";
          if (cell === "") return [];
          const label = `${title}:`.padEnd(labelWidth);
          return [
            cell
              .split("\n")
              .map((line, at) => hanging(at === 0 ? label : " ".repeat(labelWidth), line, look.width))
              .join("\n"),
          ];
        })
        .join("\n"),
    )
    .join("\n\n");
}

function longestLine(cell: string): number {
  return Math.max(...cell.split("\n").map(textWidth));
}

const noLines = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: " ".repeat(gap),
};
