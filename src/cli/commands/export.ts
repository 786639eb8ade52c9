import type { Command } from "commander";
import type { Cli } from "../running/cli.ts";

export function addExport(program: Command, cli: Cli): void {
  program
    .command("export")
    .description("print the configuration as the YAML file that apply takes; secrets stand as ${NAME}")
    .action((_: unknown, command: Command) =>
      cli.withHub(command, "look", async ({ hub }) => {
        const { writeConfiguration } = await import("../configuration/write-configuration.ts");
        const configuration = await hub.exportConfiguration();
        return { json: configuration, text: writeConfiguration(configuration).trimEnd() };
      }),
    );
}
