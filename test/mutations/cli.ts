import { availableParallelism } from "node:os";
import { Command, InvalidArgumentError } from "commander";
import { postgresVariable, startTestPostgres } from "#test/support/test-postgres.ts";
import type { Mutation } from "./mutation.ts";
import { findMutation, mutations } from "./mutations.ts";
import { linesOf, markdownOf } from "./report.ts";
import { runUnchanged, subjectOf } from "./try-chaos.ts";
import { tryConformance } from "./try-conformance.ts";
import { tryMutation, type TrialOptions } from "./try-mutation.ts";
import { isCaught, type Tried } from "./tried.ts";

interface Options {
  readonly only?: readonly string[];
  readonly conformance?: boolean;
  readonly chaos?: boolean;
  readonly everyGuarantee?: boolean;
  readonly seed: number;
  readonly atOnce: number;
  readonly list?: boolean;
  readonly markdown?: boolean;
}

const program = new Command("mutations")
  .description(
    "Breaks Waybill on purpose, one careless mistake after the other, and looks whether the conformance suite and the chaos harness notice.",
  )
  .option("--only <mutation...>", "only these mutations")
  .option("--conformance", "only the conformance suite is asked")
  .option("--chaos", "only the chaos harness is asked")
  .option("--every-guarantee", "asks all guarantees, not only those that have to turn red")
  .option("--seed <number>", "first seed of the chaos runs", wholeNumber, 1)
  .option("--at-once <number>", "mutations tried at the same time", wholeNumber, availableParallelism())
  .option("--list", "lists the mutations and tries none")
  .option("--markdown", "ends with the table as Markdown")
  .action(async (options: Options) => {
    process.exitCode = options.list === true ? list() : await tryAll(options);
  });

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It has to be a whole number.");
  return Number(text);
}

function list(): number {
  for (const { name, says } of mutations) say(`${name.padEnd(40)}${says}`);
  return 0;
}

async function tryAll(options: Options): Promise<number> {
  const chosen = options.only === undefined ? mutations : options.only.map(findMutation);
  const both = options.conformance !== true && options.chaos !== true;
  const postgres = await startTestPostgres();
  const stopping = new AbortController();
  // The PostgreSQL would outlive this process.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stopping.abort());
  try {
    const trial: TrialOptions = {
      conformance: both || options.conformance === true,
      chaos: both || options.chaos === true,
      everyGuarantee: options.everyGuarantee === true,
      seed: options.seed,
      environment: { [postgresVariable]: postgres.url },
      signal: stopping.signal,
    };
    if (trial.conformance && !(await isSuiteGreen(chosen, trial))) return 2;
    const all = await inParallel(chosen, options.atOnce, trial);
    const isControlGreen = await areSeedsGreen(all, trial);
    const survived = all.filter((one) => !isCaught(one));
    if (options.markdown === true) say(`\n${markdownOf(all)}`);
    say(`\n${all.length - survived.length} caught, ${survived.length} survived`);
    if (survived.length > 0) say(`survived: ${survived.map(({ mutation }) => mutation.name).join(", ")}`);
    if (!isControlGreen || stopping.signal.aborted) return 2;
    return survived.length === 0 ? 0 : 1;
  } finally {
    await postgres.stop();
  }
}

async function inParallel(
  chosen: readonly Mutation[],
  atOnce: number,
  trial: TrialOptions,
): Promise<readonly Tried[]> {
  const tried = new Map<string, Tried>();
  const left = [...chosen];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined && !trial.signal.aborted; next = left.shift()) {
      const one = await tryMutation(next, trial);
      tried.set(next.name, one);
      say(linesOf(one));
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, atOnce) }, work));
  return chosen.flatMap(({ name }) => tried.get(name) ?? []);
}

/** What is red without a mutation proves nothing under one. */
async function isSuiteGreen(chosen: readonly Mutation[], { everyGuarantee }: TrialOptions): Promise<boolean> {
  const names = new Set(chosen.flatMap(({ guarantees }) => guarantees));
  const broken = await tryConformance(null, everyGuarantee ? "all" : [...names]);
  for (const { subject, guarantee, reason } of broken)
    say(`red without a mutation: ${subject}: ${guarantee}\n${reason ?? ""}`);
  if (broken.length === 0) say("the suite is green without a mutation\n");
  return broken.length === 0;
}

/** The schedules that caught mutations have to violate nothing when the code is as it is. */
async function areSeedsGreen(all: readonly Tried[], trial: TrialOptions): Promise<boolean> {
  const caught = all.flatMap(({ mutation, chaos }) =>
    typeof chaos === "object" && chaos !== null && chaos.caught !== null
      ? [[subjectOf(mutation), chaos.caught.seed] as const]
      : [],
  );
  const schedules = new Map(caught.map((schedule) => [schedule.join(), schedule]));
  let isGreen = true;
  for (const [subject, seed] of schedules.values())
    for (const { rule, about, what } of await runUnchanged(subject, { ...trial, seed })) {
      isGreen = false;
      say(`violated without a mutation by seed ${seed} (${subject}): [${rule}] ${about}: ${what}`);
    }
  if (isGreen && schedules.size > 0)
    say(`\nwithout a mutation the ${schedules.size} schedules that caught one violate nothing`);
  return isGreen;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = 2;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}
