import type { SearchTerm } from "./parse-search.ts";

/** A stretch of time, from its first moment to just before its end, in milliseconds. */
interface Span {
  readonly from: number;
  readonly to: number;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * The test that a filter on a time makes; undefined when the text is no time. Times are compared by the second. Without
 * quotes the time of day is lost and the whole day is meant, as it is when `wholeDay` says that the index knows no more.
 */
export function compileTime(
  term: SearchTerm,
  now: number,
  wholeDay: boolean,
): ((value: number) => boolean) | undefined {
  const [first = "", last] = term.value.split("..");
  const from = spanOf(first, term.quoted, now, wholeDay);
  const to = last === undefined ? from : spanOf(last, term.quoted, now, wholeDay);
  if (!from || !to) return undefined;
  const isInside = (value: number) => value >= from.from && value < to.to;
  if (last !== undefined) return isInside;
  switch (term.operator) {
    case ":":
      return isInside;
    case ":>=":
      return (value) => value >= from.from;
    case ":<=":
      return (value) => value < from.to;
    case ":>":
      return isMoment(from) ? (value) => value >= from.to : (value) => value >= from.from;
    case ":<":
      return wholeDay ? (value) => value < from.to : (value) => value < from.from;
  }
}

function isMoment(span: Span): boolean {
  return span.to - span.from <= 1000;
}

function spanOf(given: string, quoted: boolean, now: number, wholeDay: boolean): Span | undefined {
  const text = quoted ? given : (/^[^:]*/.exec(given)?.[0] ?? "");
  if (text === "now") return second(now);
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T\d{2})?)?)?$/.exec(text);
  if (parts) {
    const [, year, month, day] = parts.map(Number);
    if (year === undefined) return undefined;
    if (!month) return { from: Date.UTC(year), to: Date.UTC(year + 1) };
    if (!day) return { from: Date.UTC(year, month - 1), to: Date.UTC(year, month) };
    const from = Date.UTC(year, month - 1, day);
    return { from, to: from + dayMs };
  }
  const at = Date.parse(text);
  if (Number.isNaN(at)) return undefined;
  if (!wholeDay) return second(at);
  const from = Math.floor(at / dayMs) * dayMs;
  return { from, to: from + dayMs };
}

/** The second that a moment lies in; lists print no finer time. */
function second(at: number): Span {
  const from = Math.floor(at / 1000) * 1000;
  return { from, to: from + 1000 };
}
