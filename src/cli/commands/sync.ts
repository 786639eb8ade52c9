import type { Command } from "commander";
import type { RecordView } from "#engine/ports/engine-store.ts";
import { renderStandings } from "../output/standings.ts";
import type { Cli } from "../running/cli.ts";
import { exitCodes, type ExitCode } from "../running/exit-codes.ts";

export function addSync(program: Command, cli: Cli): void {
  program
    .command("sync")
    .description("carry records over now and wait for what comes of it")
    .argument("<connection>", "name of the connection")
    .argument("[records...]", "'#1001', an e-mail, an id; default: everything that is not settled")
    .action((connection: string, records: string[], _: unknown, command: Command) =>
      cli.withHub(
        command,
        "work",
        async ({ hub }) => {
          const standing = await hub.sync(connection, records.length === 0 ? undefined : records);
          return {
            json: { records: standing },
            text: (look) =>
              standing.length === 0
                ? `${connection}: nothing had to be done.`
                : renderStandings(standing, look),
            exit: exitOfStandings(standing),
          };
        },
        {
          interrupted: (where) =>
            where === "server"
              ? "Interrupted; the hub goes on with it. `waybill show RECORD` tells how it went."
              : "Interrupted. What had been decided is stored; the next hub goes on with it.",
        },
      ),
    );
}

/** Failed records make it a failure; ones that wait or ask are something to look at. */
export function exitOfStandings(records: readonly RecordView[]): ExitCode {
  const states = new Set(records.map(({ outcome }) => outcome.state));
  if (states.has("failed")) return exitCodes.failed;
  return states.has("waiting") || states.has("attention") ? exitCodes.differences : exitCodes.done;
}
