import { Command } from "commander";
import { postgresVariable, startTestPostgres } from "#test/support/test-postgres.ts";
import { guarantees, guaranteesFor } from "./catalogue.ts";
import { findSubjects, UnknownSubject } from "./find-subject.ts";
import { lineOf, listing, summaryOf } from "./report.ts";
import type { Verdict } from "./run-guarantee.ts";
import { runGuarantees } from "./run-guarantees.ts";
import { subjects } from "./subjects/index.ts";
import type { ConformanceSubject } from "./subject.ts";

interface Options {
  readonly only?: readonly string[];
  readonly json?: boolean;
}

const program = new Command("conformance")
  .description("Judges connectors by the guarantees that each has to keep.")
  .argument(
    "[connector]",
    "name of a connector, `all`, or path of a module that exports a subject; left out: lists what there is",
  )
  .option("--only <guarantee...>", "only these guarantees")
  .option("--json", "one JSON document instead of a table")
  .action(async (connector: string | undefined, options: Options) => {
    process.exitCode = connector === undefined ? list(options) : await judge(connector, options);
  });

function list({ json }: Options): number {
  if (json === true)
    write(
      JSON.stringify({
        subjects: subjects.map(({ role, connector }) => ({ name: connector.name, role })),
        guarantees: guarantees.map(({ name, role, says, needs }) => ({ name, role, says, needs })),
      }),
    );
  else write(listing(subjects, guarantees));
  return 0;
}

async function judge(argument: string, options: Options): Promise<number> {
  const judged = await findSubjects(argument);
  // One that is there already is used.
  const postgres = process.env[postgresVariable] === undefined ? await startTestPostgres() : null;
  if (postgres !== null) process.env[postgresVariable] = postgres.url;
  try {
    const verdicts: Verdict[] = [];
    for (const subject of judged) verdicts.push(...(await judgeOne(subject, options)));
    if (options.json === true) write(JSON.stringify({ verdicts }));
    else write(summaryOf(verdicts));
    return verdicts.some(({ verdict }) => verdict === "broken") ? 1 : 0;
  } finally {
    await postgres?.stop();
  }
}

async function judgeOne(subject: ConformanceSubject, { only, json }: Options): Promise<readonly Verdict[]> {
  const asked = guaranteesFor(subject).filter(({ name }) => only === undefined || only.includes(name));
  const unknown = (only ?? []).filter((name) => !guarantees.some((known) => known.name === name));
  if (unknown.length > 0) throw new UnknownSubject(`There is no guarantee ${unknown.join(", ")}.`);
  if (json !== true) write(`\n${subject.connector.title}`);
  return runGuarantees(asked, subject, (verdict) => {
    if (json !== true) write(lineOf(verdict));
  });
}

function write(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = 2;
  process.stderr.write(
    `${error instanceof UnknownSubject ? error.message : String((error as Error).stack)}\n`,
  );
}
// What a connector under test left running is no reason to wait.
process.exit();
