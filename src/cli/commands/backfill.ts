import { Option, type Command } from "commander";
import type { RunRow } from "#engine/ports/engine-store.ts";
import type { Hub, RunView } from "#engine/use-cases/hub.ts";
import { createRunProgress } from "../output/run-progress.ts";
import { proofText, reportText } from "../output/run-report.ts";
import { counted } from "../output/words.ts";
import { wrongUsage } from "../running/cli-error.ts";
import type { OpenedHub } from "../running/cli-host.ts";
import type { Cli, CommandResult } from "../running/cli.ts";
import { exitCodes, type ExitCode } from "../running/exit-codes.ts";

const lookEveryMs = 500;

export function addBackfill(program: Command, cli: Cli): void {
  program
    .command("backfill")
    .description("carry over what the shop already has; a second one at the same time is refused")
    .argument("<connection>", "name of the connection")
    .addOption(
      new Option("--entity <entity>", "what to read").choices(["orders", "customers"]).default("orders"),
    )
    .option("--since <date>", "only what changed since this day (2026-01-31, UTC) or time (ISO 8601)")
    .option("--detach", "start it and do not wait")
    .action(
      (
        connection: string,
        options: { entity: RunRow["entity"]; since?: string; detach?: true },
        command: Command,
      ) => {
        const since = options.since === undefined ? null : sinceOf(options.since, cli.io.now());
        const detach = options.detach === true;
        let started: RunView | null = null;
        return cli.withHub(
          command,
          detach ? "look" : "work",
          async ({ hub, where, options: { json } }) => {
            const run = await hub.startBackfill({ connection, entity: options.entity, since });
            started = run;
            if (detach) return detached(run, where);
            return ended(await follow(hub, run, cli, json));
          },
          { interrupted: (where) => interrupted(started, where) },
        );
      },
    );
}

/** Waits for the end of a run and shows how far it is. */
async function follow(hub: Hub, start: RunView, cli: Cli, json: boolean): Promise<RunView> {
  const progress = createRunProgress(cli.io, json, start);
  let run = start;
  try {
    while (run.state === "running" || run.state === "paused") {
      await cli.io.wait(lookEveryMs);
      run = await hub.run(run.id);
      progress.show(run);
    }
    return run;
  } finally {
    progress.end();
  }
}

function ended(run: RunView): CommandResult {
  const { report } = run;
  const result = reportText(run);
  const account = `${counted(run.read, "record")} read.${result === "" ? "" : ` Of these: ${result}.`}${report === null ? "" : ` ${proofText(report)}`}`;
  const texts: Readonly<Record<RunView["state"], string>> = {
    done: `Done: ${account}`,
    incomplete: `Not complete: ${account}`,
    failed: `The run failed after ${counted(run.read, "record")}: ${run.reason?.message ?? "no reason was noted"}`,
    cancelled: `The run was cancelled after ${counted(run.read, "record")}. Go on with it: waybill resume ${run.id}`,
    running: "",
    paused: "",
  };
  return {
    json: { run },
    text: texts[run.state],
    exit: run.state === "done" ? exitOf(run) : exitCodes.failed,
  };
}

/** What is left for somebody to see to is told to scripts too. */
function exitOf({ report }: RunView): ExitCode {
  const open = report === null ? 0 : report.waiting + report.attention + report.failed;
  return open === 0 ? exitCodes.done : exitCodes.differences;
}

function detached(run: RunView, where: OpenedHub["where"]): CommandResult {
  return {
    json: { run },
    text: `Run ${run.id} is started. See how far it is with: waybill runs`,
    notes: where === "here" ? ["No hub runs here; it goes on as soon as one does (`waybill serve`)."] : [],
  };
}

function interrupted(run: RunView | null, where: OpenedHub["where"]): string {
  if (run === null) return "Interrupted before the run began.";
  return where === "server"
    ? `Interrupted; the run goes on in the hub. Look with \`waybill runs\`, end it with \`waybill cancel ${run.id}\`.`
    : `Interrupted. The run is kept and goes on with the next hub (\`waybill serve\`); \`waybill cancel ${run.id}\` ends it.`;
}

/** A day as its first moment in UTC, or a time; both have to exist and to have passed. */
function sinceOf(text: string, now: number): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  const time = isDay || isTime ? new Date(text) : new Date(Number.NaN);
  const exists =
    !Number.isNaN(time.getTime()) &&
    new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().startsWith(text.slice(0, 10));
  if (!exists)
    throw wrongUsage(
      `--since ${text} is not a date. Write it as 2026-01-31, or as a time such as 2026-01-31T09:00Z.`,
    );
  if (time.getTime() > now) throw wrongUsage(`--since ${text} lies in the future.`);
  return time.toISOString();
}
