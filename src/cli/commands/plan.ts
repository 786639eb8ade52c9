import type { Command } from "commander";
import type { PlannedRecord } from "#engine/use-cases/hub.ts";
import { renderPlan } from "../output/plan-tables.ts";
import type { Cli } from "../running/cli.ts";
import { exitCodes, type ExitCode } from "../running/exit-codes.ts";

export function addPlan(program: Command, cli: Cli): void {
  program
    .command("plan")
    .description("show every field that would be written, and why; writes nothing")
    .argument("<connection>", "name of the connection")
    .argument("[records...]", "'#1001', an e-mail, an id; default: everything that is not settled")
    .action((connection: string, records: string[], _: unknown, command: Command) =>
      cli.withHub(command, "look", async ({ hub }) => {
        const planned = (await hub.plan(connection, records.length === 0 ? undefined : records)).records;
        const settled = planned.filter(isSettled);
        const open = planned.filter((record) => !isSettled(record));
        return {
          json: { records: open, settled },
          text: (look) => renderPlan(connection, open, settled, look),
          exit: exitOf(open),
        };
      }),
    );
}

/** Nothing is to be done about it: both sides agree, or a rule leaves it out. */
function isSettled({ action }: PlannedRecord): boolean {
  return action === "none" || action === "skip";
}

function exitOf(open: readonly PlannedRecord[]): ExitCode {
  if (open.some(({ action }) => action === "fail")) return exitCodes.failed;
  return open.length > 0 ? exitCodes.differences : exitCodes.done;
}
