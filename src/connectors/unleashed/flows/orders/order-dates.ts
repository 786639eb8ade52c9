const formats = new Map<string, Intl.DateTimeFormat>();

/** `2026-03-01`: the calendar date of a moment in a time zone (IANA name). A zone that is not known counts as UTC. */
export function dateInZone(iso: string, timezone: string): string {
  let day = "";
  let month = "";
  let year = "";
  for (const { type, value } of formatOf(timezone).formatToParts(new Date(iso))) {
    if (type === "day") day = value;
    else if (type === "month") month = value;
    else if (type === "year") year = value;
  }
  return `${year}-${month}-${day}`;
}

/** A date so many days later. */
export function addDays(date: string, days: number): string {
  if (days === 0) return date;
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

/** Making a format costs far more than using it, so each zone's is kept. */
function formatOf(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known !== undefined) return known;
  const options = { year: "numeric", month: "2-digit", day: "2-digit", calendar: "gregory" } as const;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", { ...options, timeZone: timezone });
  } catch {
    format = new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" });
  }
  formats.set(timezone, format);
  return format;
}
