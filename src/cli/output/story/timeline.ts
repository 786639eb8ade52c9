import type { JournalView } from "#engine/ports/engine-store.ts";
import { clockTime, day } from "../local-time.ts";
import type { Look } from "../look.ts";
import { hanging } from "../wrap.ts";
import { tell, type Told } from "./journal-words.ts";

interface Entry extends Told {
  readonly at: string;
  readonly count: number;
  readonly lastAt: string;
}

const labelWidth = 10;

/** The journal of a record as a story: a heading per day, a line per step; what repeats itself is told once. */
export function renderTimeline(journal: readonly JournalView[], look: Look): readonly string[] {
  const lines: string[] = [];
  let today = "";
  for (const entry of gathered(journal)) {
    const date = day(entry.at, look);
    if (date !== today)
      lines.push(look.paint("dim", lines.length === 0 ? `${date} (${look.timeZone})` : date));
    today = date;
    const lastDate = day(entry.lastAt, look);
    const last = `${lastDate === date ? "" : `${lastDate}, `}${clockTime(entry.lastAt, look)}`;
    const repeats = entry.count > 1 ? ` (${entry.count} times, the last at ${last})` : "";
    const label = `  ${clockTime(entry.at, look)}  ${look.paint("cyan", entry.label.padEnd(labelWidth))}`;
    lines.push(hanging(label, `${entry.sentence}${repeats}`, look.width));
  }
  return lines;
}

function gathered(journal: readonly JournalView[]): readonly Entry[] {
  const entries: Entry[] = [];
  for (const line of journal) {
    const told = tell(line);
    const last = entries.at(-1);
    if (last !== undefined && last.label === told.label && last.sentence === told.sentence)
      entries[entries.length - 1] = { ...last, count: last.count + 1, lastAt: line.at };
    else entries.push({ ...told, at: line.at, count: 1, lastAt: line.at });
  }
  return entries;
}
