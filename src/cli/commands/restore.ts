import type { Command } from "commander";
import { createTableProgress } from "../output/table-progress.ts";
import { moment } from "../output/local-time.ts";
import { counted } from "../output/words.ts";
import { refuseAddress } from "../running/refuse-address.ts";
import type { Cli } from "../running/cli.ts";

export function addRestore(program: Command, cli: Cli): void {
  program
    .command("restore")
    .description("fill an empty database from a backup; the hub has to be stopped")
    .argument("<file>", "what `waybill backup` wrote")
    .option("--force", "replace what the database holds, for good")
    .option(
      "--without-secrets",
      "leave the credentials out, when their key is lost; apply them again afterwards",
    )
    .action((file: string, options: { force?: true; withoutSecrets?: true }, command: Command) =>
      cli.without(command, async (global) => {
        refuseAddress(global, "restore");
        if (options.force === true)
          cli.io.errors.write("Everything that this database holds is replaced by the backup.\n");
        const progress = createTableProgress(cli.io, global.json, "restoring");
        const done = await cli.host
          .restore({
            file,
            force: options.force === true,
            withoutSecrets: options.withoutSecrets === true,
            onProgress: progress.show,
          })
          .finally(() => progress.end());
        const rows = Object.values(done.rows).reduce((sum, count) => sum + count, 0);
        return {
          json: done,
          text: (look) =>
            `Restored ${counted(rows, "row")} as they were at ${moment(done.createdAt, look)} (Waybill ${done.version}). Start the hub with: waybill serve`,
          notes: [
            ...(done.keyWrittenTo === null ? [] : [`The secret key was put into ${done.keyWrittenTo}.`]),
            ...(done.hasCredentials
              ? []
              : [
                  "The credentials were left out and all connections are paused. Apply the configuration again (`waybill apply -f FILE`), then resume them.",
                ]),
            "What was carried over after the backup was made is found again by its reference, not made twice.",
          ],
        };
      }),
    );
}
