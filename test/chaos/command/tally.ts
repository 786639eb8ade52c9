import type { PlainReport, WorkerAnswer } from "./messages.ts";

/** What all runs of a command come to. */
export interface Tally {
  add(answer: WorkerAnswer): void;
  readonly runs: number;
  readonly failed: number;
  /** One short line, for while it goes on. */
  progress(wanted: number): string;
  /** Everything, a line each. */
  summary(): readonly string[];
}

export function createTally(): Tally {
  const started = performance.now();
  const reports: { readonly seed: number | null; readonly report: PlainReport }[] = [];
  const faults = new Map<string, number>();
  const reached = new Map<string, number>();
  const crashes = new Map<string, number>();
  let failed = 0;

  const sum = (pick: (report: PlainReport) => number): number =>
    reports.reduce((all, { report }) => all + pick(report), 0);
  const seconds = (): number => (performance.now() - started) / 1_000;

  return {
    add: ({ seed, report, failure }) => {
      reports.push({ seed, report });
      if (failure !== null) failed += 1;
      count(faults, Object.entries(report.faults));
      count(reached, Object.entries(report.reached));
      count(
        crashes,
        report.crashes.map((point) => [point, 1]),
      );
    },
    get runs() {
      return reports.length;
    },
    get failed() {
      return failed;
    },
    progress: (wanted) =>
      `${reports.length}/${wanted} runs, ${sum(({ orders }) => orders)} orders, ${failed} with violations, ${seconds().toFixed(0)} s`,
    summary: () => {
      const longest = reports.toSorted((one, other) => other.report.steps - one.report.steps)[0];
      const took = reports.map(({ report }) => report.ms).toSorted((one, other) => one - other);
      return [
        `runs             ${reports.length}, ${failed} with violations`,
        `steps            ${sum(({ steps }) => steps)}, longest schedule ${longest?.report.steps ?? 0}${longest?.seed === null || longest === undefined ? "" : ` (seed ${longest.seed})`}`,
        `orders           ${sum(({ orders }) => orders)}`,
        `faults           ${listed(faults)}`,
        `points reached   ${reached.size}, ${[...reached.values()].reduce((all, hits) => all + hits, 0)} times`,
        `crashed at       ${crashes.size} places, ${[...crashes.values()].reduce((all, hits) => all + hits, 0)} times: ${listed(crashes)}`,
        `time             ${seconds().toFixed(1)} s, a run ${((took[Math.floor(took.length / 2)] ?? 0) / 1_000).toFixed(1)} s (median)`,
      ];
    },
  };
}

function count(into: Map<string, number>, from: readonly (readonly [string, number])[]): void {
  for (const [name, hits] of from) into.set(name, (into.get(name) ?? 0) + hits);
}

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, hits]) => `${name} ${hits}`)
    .join(", ");
}
