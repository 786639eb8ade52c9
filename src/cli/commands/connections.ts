import type { Command } from "commander";
import { renderConnections } from "../output/connections-table.ts";
import type { Cli } from "../running/cli.ts";

export function addConnections(program: Command, cli: Cli): void {
  program
    .command("connections")
    .description("list the connections and how their records stand")
    .action((_: unknown, command: Command) =>
      cli.withHub(command, "look", async ({ hub }) => {
        const connections = await hub.connections();
        return { json: { connections }, text: (look) => renderConnections(connections, look) };
      }),
    );
}
