import type { Look } from "./look.ts";

type Parts = Pick<Look, "timeZone">;

/** `14:03:11` in the zone of the user. */
export function clockTime(iso: string, { timeZone }: Parts): string {
  return format(iso, timeZone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
}

/** `25 November 2026`. */
export function day(iso: string, { timeZone }: Parts): string {
  return format(iso, timeZone, { day: "numeric", month: "long", year: "numeric" });
}

/** `25 Nov 2026, 14:03`; only `14:03` when it is of the day of `now`. */
export function moment(iso: string, look: Pick<Look, "timeZone" | "now">): string {
  const time = format(iso, look.timeZone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  if (day(iso, look) === day(new Date(look.now).toISOString(), look)) return time;
  return `${format(iso, look.timeZone, { day: "numeric", month: "short", year: "numeric" })}, ${time}`;
}

/** `in 12 minutes`, `3 hours ago`. */
export function distance(iso: string, now: number): string {
  const ms = Date.parse(iso) - now;
  const [count, unit] = roughly(Math.abs(ms));
  if (count === 0) return ms < 0 ? "just now" : "at once";
  const text = `${count} ${unit}${count === 1 ? "" : "s"}`;
  return ms < 0 ? `${text} ago` : `in ${text}`;
}

/** `2 min 5 s`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

function roughly(ms: number): readonly [number, string] {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return [seconds, "second"];
  if (seconds < 3600) return [Math.round(seconds / 60), "minute"];
  if (seconds < 48 * 3600) return [Math.round(seconds / 3600), "hour"];
  return [Math.round(seconds / 86_400), "day"];
}

function format(iso: string, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, ...options }).format(new Date(iso));
}
