/** Text without the space around it; null when nothing is left. */
export function filled(text: string | null | undefined): string | null {
  const trimmed = text?.replace(/\r\n?/g, "\n").trim() ?? "";
  return trimmed === "" ? null : trimmed;
}

/** The first text that says something. */
export function firstFilled(...texts: readonly (string | null | undefined)[]): string | null {
  for (const text of texts) {
    const value = filled(text);
    if (value !== null) return value;
  }
  return null;
}

/** Text on one line with single spaces; null when nothing is left. */
export function tidy(text: string | null | undefined): string | null {
  return filled(text?.replace(/\s+/g, " "));
}

/** `First Last`, of what there is. */
export function wholeName(first: string | null | undefined, last: string | null | undefined): string | null {
  return tidy(`${first ?? ""} ${last ?? ""}`);
}

/** `450789469` of `gid://shopify/Order/450789469`. */
export function numberOf(gid: string): string {
  return /\/(\d+)(?:\?.*)?$/.exec(gid)?.[1] ?? gid;
}

/** `2026-03-01`: the calendar day of a moment in a time zone. */
export function dayIn(moment: string, timezone: string): string {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(new Date(moment));
}

/** The calendar day of `/Date(milliseconds)/`, in UTC. */
export function dayOfWire(date: string | null): string | null {
  const ms = /^\/Date\((-?\d+)/.exec(date ?? "")?.[1];
  return ms === undefined ? null : new Date(Number(ms)).toISOString().slice(0, 10);
}
