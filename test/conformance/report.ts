import type { Guarantee } from "./guarantee.ts";
import type { Verdict } from "./run-guarantee.ts";
import type { ConformanceSubject } from "./subject.ts";

const widest = 34;
const indent = " ".repeat(widest + 14);

/** A line per guarantee, as it is judged; more where there is something to explain. */
export function lineOf({ guarantee, verdict, says, reason, except, ms }: Verdict): string {
  const seconds = `${(ms / 1000).toFixed(1)} s`;
  const first = `  ${verdict.padEnd(8)}${guarantee.padEnd(widest)}${seconds.padStart(7)}  ${says}`;
  const more = [...(reason === null ? [] : [reason]), ...except.map((line) => `lacking: ${line}`)];
  return [first, ...more.flatMap((text) => text.split("\n").map((line) => `${indent}     ${line}`))].join(
    "\n",
  );
}

/** The end of a run. */
export function summaryOf(verdicts: readonly Verdict[]): string {
  const count = (wanted: Verdict["verdict"]): number =>
    verdicts.filter(({ verdict }) => verdict === wanted).length;
  const broken = verdicts.filter(({ verdict }) => verdict === "broken");
  const names = broken.map(({ subject, guarantee }) => `${subject}: ${guarantee}`).join(", ");
  return [
    "",
    `${count("kept")} kept, ${count("broken")} broken, ${count("lacking")} lacking`,
    ...(names === "" ? [] : [`broken: ${names}`]),
  ].join("\n");
}

/** What can be judged, and by what. */
export function listing(subjects: readonly ConformanceSubject[], guarantees: readonly Guarantee[]): string {
  return [
    "Connectors:",
    ...subjects.map(({ role, connector }) => `  ${connector.name.padEnd(widest)}${role}: ${connector.title}`),
    "",
    "Guarantees:",
    ...guarantees.map(
      ({ name, role, says, needs }) =>
        `  ${name.padEnd(widest)}${role}: ${says}${needs === undefined ? "" : ` (needs ${needs})`}`,
    ),
    "",
    "npm run conformance -- <connector> [--only <guarantee>] [--json]",
  ].join("\n");
}
