import type { Command } from "commander";
import { CliError } from "../running/cli-error.ts";
import type { Cli } from "../running/cli.ts";

export function addAudit(program: Command, cli: Cli): void {
  program
    .command("audit")
    .description("read both sides in full and list every difference (not there yet)")
    .argument("<connection>", "name of the connection")
    .option("--csv <file>", "write the differences to a file")
    .action((connection: string, _: unknown, command: Command) =>
      cli.without(command, () =>
        Promise.reject(
          new CliError(
            "NOT_THERE_YET",
            `\`waybill audit\` is not there yet; nothing was compared. \`waybill plan ${connection}\` shows what is open.`,
          ),
        ),
      ),
    );
}
