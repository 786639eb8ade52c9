import type { Command } from "commander";
import { renderRuns } from "../output/runs-table.ts";
import type { Cli } from "../running/cli.ts";

export function addRuns(program: Command, cli: Cli): void {
  program
    .command("runs")
    .description("list runs over many records, newest first")
    .argument("[connection]", "only of this connection")
    .action((connection: string | undefined, _: unknown, command: Command) =>
      cli.withHub(command, "look", async ({ hub }) => {
        const runs = await hub.runs(connection);
        return { json: { runs }, text: (look) => renderRuns(runs, look) };
      }),
    );
}
