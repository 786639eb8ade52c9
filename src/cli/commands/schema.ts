import type { Command } from "commander";
import { renderSchema } from "../output/schema-text.ts";
import type { Cli, CommandResult } from "../running/cli.ts";

export function addSchema(program: Command, cli: Cli): void {
  program
    .command("schema")
    .description("list a connector's settings and credentials; --json gives the JSON Schema")
    .argument("<connector>", "such as unleashed")
    .action((connector: string, _: unknown, command: Command) => {
      const told = (schema: unknown): CommandResult => ({
        json: schema,
        text: (look) => renderSchema(schema, look),
      });
      // Connectors are part of the program; only a server somewhere else may have others.
      return command.optsWithGlobals<{ url?: string }>().url === undefined
        ? cli.without(command, async () => told(await cli.host.settingsSchema(connector)))
        : cli.withHub(command, "look", async ({ hub }) => told(await hub.settingsSchema(connector)));
    });
}
