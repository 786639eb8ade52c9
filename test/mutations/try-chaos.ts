import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WorkerAnswer } from "../chaos/command/messages.ts";
import { runWorkers } from "../chaos/command/run-workers.ts";
import { usualSubject } from "../chaos/subjects/index.ts";
import type { Violation } from "../chaos/evidence.ts";
import { mutatedEnvironment } from "./mutated-environment.ts";
import type { Mutation, Noticed } from "./mutation.ts";
import type { ChaosTrial } from "./tried.ts";
import { neverLoaded, NothingProven } from "./under-mutation.ts";

export interface ChaosOptions {
  /** Seed of the first schedule; the next has the next. */
  readonly seed: number;
  /** Environment of the workers: names their PostgreSQL. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the runs at once. */
  readonly signal: AbortSignal;
}

/** Runs simulated schedules, the same for every mutation, until one violates a rule that has to notice it. */
export async function tryChaos(
  mutation: Mutation,
  { rules, runs }: Noticed,
  { seed, environment, signal }: ChaosOptions,
): Promise<ChaosTrial> {
  const folder = await mkdtemp(join(tmpdir(), "waybill-mutation-"));
  const witness = join(folder, "loaded");
  const trial = { caught: null as ChaosTrial["caught"], others: new Set<string>(), runs: 0 };
  try {
    await runSeeds({
      subject: subjectOf(mutation),
      seeds: Array.from({ length: runs }, (_, index) => seed + index),
      signal,
      environment: { ...environment, ...plain(mutatedEnvironment(mutation.name, witness)) },
      isOver: () => trial.caught !== null,
      onRun: (of, violations) => {
        trial.runs += 1;
        const found = violations.find(({ rule }) => rules.includes(rule));
        if (found !== undefined) trial.caught ??= { runs: trial.runs, seed: of, violation: found };
        else for (const { rule } of violations) trial.others.add(rule);
      },
    });
    const missing = neverLoaded(mutation, existsSync(witness) ? readFileSync(witness, "utf8") : "");
    if (missing.length > 0)
      throw new NothingProven(`${missing.join(", ")} was never loaded by the chaos harness`);
    return { ...trial, others: [...trial.others] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The rules that the schedule of a seed violates with the code as it is; none is what should be. */
export async function runUnchanged(
  subject: string,
  { seed, environment, signal }: ChaosOptions,
): Promise<readonly Violation[]> {
  const found: Violation[] = [];
  const onRun = (_seed: number, violations: readonly Violation[]): void => void found.push(...violations);
  await runSeeds({ subject, seeds: [seed], environment, signal, isOver: () => false, onRun });
  return found;
}

/** What the shop is connected to while the mutation is looked for. */
export function subjectOf({ connector }: Pick<Mutation, "connector">): string {
  return connector ?? usualSubject;
}

async function runSeeds(options: {
  readonly subject: string;
  readonly seeds: readonly number[];
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly isOver: () => boolean;
  readonly onRun: (seed: number, violations: readonly Violation[]) => void;
}): Promise<void> {
  const left = [...options.seeds];
  await runWorkers({
    count: 1,
    tier: "simulated",
    subject: options.subject,
    // A mutation is known already, so nobody needs a shorter schedule.
    shrinkMs: 0,
    environment: options.environment,
    signal: options.signal,
    next: () => {
      const seed = options.isOver() || options.signal.aborted ? undefined : left.shift();
      return seed === undefined ? null : { seed };
    },
    onAnswer: ({ seed, report }: WorkerAnswer) => options.onRun(seed ?? 0, report.violations),
    onLost: (_order, how) => {
      if (!options.signal.aborted) throw new NothingProven(how);
    },
  });
}

function plain(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
