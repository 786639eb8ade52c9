/** `npm run chaos`: the whole system under drawn schedules of shoppers and faults, judged by a checker of its own. */
import { randomInt } from "node:crypto";
import { readFile } from "node:fs/promises";
import { availableParallelism, constants } from "node:os";
import { Command, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { postgresVariable, startTestPostgres } from "#test/support/test-postgres.ts";
import type { WorkerOrder } from "./command/messages.ts";
import { runWorkers } from "./command/run-workers.ts";
import { createTally } from "./command/tally.ts";
import { tellFailure } from "./command/tell-failure.ts";
import { scheduleSchema, type Schedule } from "./schedule.ts";
import { subjects, usualSubject } from "./subjects/index.ts";

interface Options {
  readonly runs: number;
  readonly seed?: number;
  readonly real?: true;
  readonly connector: string;
  readonly workers?: number;
  readonly replay?: string;
  readonly minutes?: number;
  readonly shrinkSeconds: number;
}

const program = new Command("chaos")
  .description(
    "Runs the whole system under drawn schedules of shoppers and faults, lets it become quiet, and compares both sides.",
  )
  .option("--runs <n>", "how many schedules", whole, 100)
  .option("--seed <s>", "seed of the first schedule, the next has the next; default: drawn", whole)
  .option(
    "--real",
    "hub processes that are killed, a PostgreSQL that is stopped; default: all in one process",
  )
  .addOption(
    new Option("--connector <name>", "what the shop is connected to")
      .choices(subjects.map(({ name }) => name))
      .default(usualSubject),
  )
  .option("--workers <k>", "processes beside each other; default: as many as there are cores", whole)
  .option("--replay <file>", "runs a schedule that was printed, as often as --runs says (default 1)")
  .option("--minutes <m>", "begins no further run after this time", whole)
  .option("--shrink-seconds <s>", "time for making a failing schedule shorter", whole, 180);
program.parse();
const options = program.opts<Options>();

const isReal = options.real === true;
const seed = options.seed ?? randomInt(2 ** 31 - 1_000_000);
const schedule = options.replay === undefined ? null : await readSchedule(options.replay);
const wanted = schedule !== null && program.getOptionValueSource("runs") === "default" ? 1 : options.runs;
const until = options.minutes === undefined ? Infinity : performance.now() + options.minutes * 60_000;

const stopping = new AbortController();
const tally = createTally();
let begun = 0;
const next = (): WorkerOrder | null => {
  if (stopping.signal.aborted || begun >= wanted || performance.now() > until) return null;
  begun += 1;
  return schedule === null ? { seed: seed + begun - 1 } : { schedule };
};

const say = (text: string): void => void process.stdout.write(text);
const isTerminal = process.stdout.isTTY;
const everyMs = isTerminal ? 500 : 15_000;
const showProgress = (): void =>
  say(`${isTerminal ? "\r\u001b[K" : ""}${tally.progress(wanted)}${isTerminal ? "" : "\n"}`);

say(
  schedule === null
    ? `chaos: ${wanted} runs from seed ${seed}${isReal ? " with real processes" : ""}\n`
    : `chaos: ${options.replay}, ${wanted} times\n`,
);
// One that runs already can be named, as the tests of this command do.
const given = process.env[postgresVariable];
const postgres = isReal || given !== undefined ? null : await startTestPostgres();
// What was begun comes to an end, and the PostgreSQL with it, which would outlive this process.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => {
    process.exitCode = 128 + constants.signals[signal];
    stopping.abort();
  });
const progress = setInterval(showProgress, everyMs);
try {
  await runWorkers({
    count: Math.max(1, Math.min(wanted, options.workers ?? availableParallelism())),
    tier: isReal ? "real" : "simulated",
    subject: options.connector,
    shrinkMs: options.shrinkSeconds * 1_000,
    environment: postgres === null ? {} : { [postgresVariable]: postgres.url },
    signal: stopping.signal,
    next,
    onAnswer: (answer) => {
      tally.add(answer);
      if (answer.failure !== null)
        say(tellFailure(answer.seed, answer.failure, { isReal, subject: options.connector }));
    },
    onLost: (order, how) => {
      if (stopping.signal.aborted) return;
      process.exitCode = 1;
      say(`\nLOST${"seed" in order ? ` seed ${order.seed}` : ""}: ${how}\n`);
    },
  });
} finally {
  clearInterval(progress);
  await postgres?.stop();
}
if (isTerminal) say("\r\u001b[K");
const seeds = schedule === null ? [`seeds            ${seed} to ${seed + begun - 1}`] : [];
say(`${[...tally.summary(), ...seeds].join("\n")}\n`);
if (tally.failed > 0) process.exitCode = 1;

async function readSchedule(file: string): Promise<Schedule> {
  try {
    return scheduleSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    return program.error(`error: ${file} is no schedule that can be run again: ${why}`, { exitCode: 2 });
  }
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError("It has to be a whole number.");
  return value;
}
