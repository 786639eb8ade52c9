import type { Command } from "commander";
import { createTableProgress } from "../output/table-progress.ts";
import { fileSize } from "../output/file-size.ts";
import { counted } from "../output/words.ts";
import { CliError } from "../running/cli-error.ts";
import { exitCodes } from "../running/exit-codes.ts";
import { refuseAddress } from "../running/refuse-address.ts";
import type { Cli } from "../running/cli.ts";

export function addBackup(program: Command, cli: Cli): void {
  program
    .command("backup")
    .description("write everything into one file, while the hub goes on; credentials stay encrypted in it")
    .argument("<file>", "where to; replaced when it exists, once the new one is complete")
    .option("--with-key", "put the secret key into the file too, which then has to be kept like a password")
    .action((file: string, options: { withKey?: true }, command: Command) =>
      cli.without(command, async (global) => {
        refuseAddress(global, "backup");
        const stop = new AbortController();
        const forget = cli.io.onInterrupt(() => stop.abort());
        const progress = createTableProgress(cli.io, global.json, "backing up");
        const made = await cli.host
          .backup({
            file,
            withKey: options.withKey === true,
            onProgress: progress.show,
            signal: stop.signal,
          })
          .catch((error: unknown) => {
            throw stop.signal.aborted ? interrupted() : error;
          })
          .finally(() => {
            forget();
            progress.end();
          });
        const rows = Object.values(made.rows).reduce((sum, count) => sum + count, 0);
        return {
          json: made,
          text: `${made.file}: ${counted(rows, "row")} in ${fileSize(made.bytes)}.`,
          notes: [
            made.keyIsIn === null
              ? "The secret key is in the file: whoever has it can read the stored credentials. Keep it like a password."
              : `The secret key is NOT in the file. Without it the credentials in the backup cannot be used: keep ${made.keyIsIn} somewhere else, or make the backup with --with-key.`,
          ],
        };
      }),
    );
}

function interrupted(): CliError {
  return new CliError("INTERRUPTED", "Interrupted; no file was written.", { exit: exitCodes.interrupted });
}
