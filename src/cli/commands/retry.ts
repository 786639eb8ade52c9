import type { Command } from "commander";
import { counted } from "../output/words.ts";
import { wrongUsage } from "../running/cli-error.ts";
import type { Cli } from "../running/cli.ts";
import type { Hub } from "#engine/use-cases/hub.ts";

const lookEveryMs = 300;

export function addRetry(program: Command, cli: Cli): void {
  program
    .command("retry")
    .description("try failed records again now, once their cause is gone")
    .option("--all", "all of them (also when nothing is said)")
    .option("--cause <code>", "only those with this code, such as UNLEASHED_REJECTED")
    .option("--connection <name>", "only of this connection")
    .action((options: { all?: true; cause?: string; connection?: string }, command: Command) => {
      if (options.all === true && options.cause !== undefined)
        throw wrongUsage("Give --all or --cause, not both.");
      return cli.withHub(command, "work", async ({ hub, where }) => {
        const { connection, cause } = options;
        const count = await hub.retry({
          ...(connection === undefined ? {} : { connection }),
          ...(cause === undefined ? {} : { cause }),
        });
        // No hub goes on after this command, so it stays until the work is done.
        if (where === "here" && count > 0) await settle(hub, connection, cli);
        const of = cause === undefined ? "" : ` with ${cause}`;
        return {
          json: { count },
          text:
            count === 0
              ? `No failed record${of} is there to be tried again.`
              : `${counted(count, "record")}${of} ${where === "here" ? (count === 1 ? "was" : "were") : count === 1 ? "is" : "are"} tried again. \`waybill connections\` shows how they stand.`,
        };
      });
    });
}

async function settle(hub: Hub, connection: string | undefined, cli: Cli): Promise<void> {
  for (;;) {
    await cli.io.wait(lookEveryMs);
    const views = (await hub.connections()).filter(
      (view) => (connection === undefined || view.name === connection) && view.state === "running",
    );
    if (views.every((view) => view.waiting === 0)) return;
  }
}
