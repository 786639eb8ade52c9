import type { Finding } from "#connectors/kit/finding.ts";
import { cleanText } from "./clean-text.ts";
import type { Look } from "./look.ts";
import { hanging } from "./wrap.ts";

const colours = { ok: "green", note: "cyan", warning: "yellow", error: "red" } as const;
const labelWidth = 9;

/** One finding per line: how it stands, what was found, and its code where something is to be done. */
export function renderFindings(findings: readonly Finding[], look: Look): readonly string[] {
  return findings.map(({ level, code, message }) => {
    const label = look.paint(colours[level], level.padEnd(labelWidth));
    const told =
      level === "warning" || level === "error" ? `${cleanText(message)} (${code})` : cleanText(message);
    return hanging(`  ${label}`, told, look.width);
  });
}
