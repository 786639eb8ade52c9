import type { RunReport } from "#engine/ports/engine-store.ts";
import type { RunView } from "#engine/use-cases/hub.ts";
import { number } from "./words.ts";

/** What became of the records of a run, in the words of people. */
const words = {
  created: "made",
  updated: "changed",
  unchanged: "agreed already",
  skipped: "left out",
  waiting: "waiting",
  attention: "need a decision",
  failed: "failed",
} as const satisfies Partial<Record<keyof RunReport, string>>;

/** `1,200 made, 3 need a decision`: what became of the records that a run has read, so far or in the end. */
export function reportText(run: Pick<RunView, "report" | "progress">): string {
  const results = run.report ?? run.progress?.results;
  if (results === undefined) return "";
  return Object.entries(words)
    .map(([result, word]) => [results[result as keyof typeof words], word] as const)
    .filter(([count]) => count > 0)
    .map(
      ([count, word]) =>
        `${number(count)} ${word === "need a decision" && count === 1 ? "needs a decision" : word}`,
    )
    .join(", ");
}

/** Whether the numbers of both sides agree, and who was told of it. */
export function proofText({ expected, read, told, complete }: RunReport): string {
  const counted =
    expected === null
      ? `All ${number(read)} records that were read are accounted for.`
      : `The shop counts ${number(expected)}, ${number(read)} were read, and each is accounted for.`;
  const doubt =
    expected === null
      ? "Not every record that was read is accounted for."
      : `The shop counts ${number(expected)} and ${number(read)} were read: the run is not complete.`;
  const live =
    told.live === 0 ? "none announced" : `${number(told.live)} announced, since they changed meanwhile`;
  return `${complete ? counted : doubt} Written silently: ${number(told.history)}; ${live}.`;
}
