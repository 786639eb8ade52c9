import type { Command } from "commander";
import { renderRuns } from "../output/runs-table.ts";
import type { Cli } from "../running/cli.ts";

export function addCancel(program: Command, cli: Cli): void {
  program
    .command("cancel")
    .description("end a run; what nobody has begun is put aside, and `waybill resume` goes on with it")
    .argument("<run>", "id from `waybill runs`")
    .action((id: string, _: unknown, command: Command) =>
      cli.withHub(command, "look", async ({ hub }) => {
        const run = await hub.cancelRun(id);
        return { json: { run }, text: (look) => renderRuns([run], look) };
      }),
    );
}
