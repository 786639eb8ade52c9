const formatters = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, string>();
const bucketMs = 30 * 60_000;
const maxKept = 5_000;

/** As webhooks print times: whole seconds in the shop's own time zone, `2026-03-01T09:30:00+11:00`. */
export function shopTime(ms: number, timezone: string): string {
  const offset = offsetAt(ms, timezone);
  const sign = offset.startsWith("-") ? -1 : 1;
  const minutes = sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6)));
  return `${new Date(ms + minutes * 60_000).toISOString().slice(0, 19)}${offset}`;
}

export function optionalShopTime(ms: number | null, timezone: string): string | null {
  return ms === null ? null : shopTime(ms, timezone);
}

/** Offsets change on half hours at the most often, so one look-up serves half an hour. */
function offsetAt(ms: number, timezone: string): string {
  const key = `${timezone} ${Math.floor(ms / bucketMs)}`;
  const known = offsets.get(key);
  if (known) return known;
  if (offsets.size >= maxKept) offsets.clear();
  const name = formatterOf(timezone)
    .formatToParts(ms)
    .find((part) => part.type === "timeZoneName")?.value;
  const offset = /[+-]\d\d:\d\d/.exec(name ?? "")?.[0] ?? "+00:00";
  offsets.set(key, offset);
  return offset;
}

function formatterOf(timezone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timezone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-US", { timeZone: timezone, timeZoneName: "longOffset" });
    formatters.set(timezone, formatter);
  }
  return formatter;
}
