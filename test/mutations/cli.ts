import { availableParallelism } from "node:os";
import { Command, InvalidArgumentError } from "commander";
import { findMutation, mutations } from "./mutations.ts";
import { linesOf, markdownOf } from "./report.ts";
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
  const trial: TrialOptions = {
    conformance: both || options.conformance === true,
    chaos: both || options.chaos === true,
    everyGuarantee: options.everyGuarantee === true,
    seed: options.seed,
  };
  if (
    !(await isGreen(
      chosen.flatMap(({ guarantees }) => guarantees),
      trial,
    ))
  )
    return 2;

  const tried = new Map<string, Tried>();
  const left = [...chosen];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const one = await tryMutation(next, trial);
      tried.set(next.name, one);
      say(linesOf(one));
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.atOnce) }, work));

  const all = chosen.flatMap(({ name }) => tried.get(name) ?? []);
  const survived = all.filter((one) => !isCaught(one));
  if (options.markdown === true) say(`\n${markdownOf(all)}`);
  say(`\n${all.length - survived.length} caught, ${survived.length} survived`);
  if (survived.length > 0) say(`survived: ${survived.map(({ mutation }) => mutation.name).join(", ")}`);
  return survived.length === 0 ? 0 : 1;
}

/** What is red without a mutation proves nothing under one. */
async function isGreen(guarantees: readonly string[], trial: TrialOptions): Promise<boolean> {
  if (trial.conformance) {
    const broken = await tryConformance(null, trial.everyGuarantee ? "all" : [...new Set(guarantees)]);
    for (const { subject, guarantee, reason } of broken)
      say(`red without a mutation: ${subject}: ${guarantee}\n${reason ?? ""}`);
    if (broken.length > 0) return false;
  }
  say("green without a mutation\n");
  return true;
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
