import { Command, type OutputConfiguration } from "commander";
import { addApply } from "./commands/apply.ts";
import { addAttention } from "./commands/attention.ts";
import { addAudit } from "./commands/audit.ts";
import { addBackfill } from "./commands/backfill.ts";
import { addBackup } from "./commands/backup.ts";
import { addCancel } from "./commands/cancel.ts";
import { addConnections } from "./commands/connections.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addExport } from "./commands/export.ts";
import { addKeys } from "./commands/keys.ts";
import { addPause, addResume } from "./commands/pause-resume.ts";
import { addPlan } from "./commands/plan.ts";
import { addResolve } from "./commands/resolve.ts";
import { addRestore } from "./commands/restore.ts";
import { addRetry } from "./commands/retry.ts";
import { addRuns } from "./commands/runs.ts";
import { addSandbox } from "./commands/sandbox.ts";
import { addSchema } from "./commands/schema.ts";
import { addServe } from "./commands/serve.ts";
import { addSilence } from "./commands/silence.ts";
import { addShow } from "./commands/show.ts";
import { addSync } from "./commands/sync.ts";
import type { Cli } from "./running/cli.ts";

/** The command line: one file per command. Order is the order of the help. */
const groups: Readonly<Record<string, readonly ((program: Command, cli: Cli) => void)[]>> = {
  "Running:": [addServe, addSandbox],
  "Configuring:": [addApply, addExport, addConnections, addDoctor, addSchema, addKeys],
  "Records:": [addShow, addPlan, addSync, addAttention, addResolve, addRetry, addAudit],
  "Runs:": [addBackfill, addRuns, addCancel, addPause, addResume, addSilence],
  "Keeping:": [addBackup, addRestore],
};

export function createProgram(cli: Cli, output: OutputConfiguration): Command {
  const program = new Command("waybill")
    .description("Keeps a Shopify store and the business systems behind it in agreement.")
    .version(cli.host.version)
    .exitOverride()
    .configureOutput(output)
    .configureHelp({ showGlobalOptions: true })
    .option("--json", "answer with one JSON document")
    .option("--url <url>", "address of a server; default: the hub of the data folder (WAYBILL_DATA)")
    .option("--token <token>", "token for it; default: WAYBILL_TOKEN, or the data folder's own")
    .showSuggestionAfterError()
    .addHelpText("after", help);
  for (const [title, adders] of Object.entries(groups)) {
    program.commandsGroup(title);
    for (const add of adders) add(program, cli);
  }
  return program;
}

const help = `
Exit codes: 0 done · 1 failed · 2 wrong usage · 3 differences, attention, or a plan that is not empty · 4 already running

Without --url, the hub that runs on the data folder is asked; if none runs, the database is opened and the work is done here.`;
