import type { Command } from "commander";
import { renderAttention } from "../output/attention-table.ts";
import { allQuestions } from "../running/all-questions.ts";
import type { Cli } from "../running/cli.ts";
import { exitCodes } from "../running/exit-codes.ts";

export function addAttention(program: Command, cli: Cli): void {
  program
    .command("attention")
    .description("list what only a person can decide, with the choices")
    .argument("[connection]", "only of this connection")
    .action((connection: string | undefined, _: unknown, command: Command) =>
      cli.withHub(command, "look", async ({ hub }) => {
        const attention = await allQuestions(hub, connection);
        return {
          json: { attention },
          text: (look) => renderAttention(attention, look),
          exit: attention.length > 0 ? exitCodes.differences : exitCodes.done,
        };
      }),
    );
}
