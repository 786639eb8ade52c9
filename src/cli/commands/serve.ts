import { Option, type Command } from "commander";
import type { Cli } from "../running/cli.ts";

export function addServe(program: Command, cli: Cli): void {
  program
    .command("serve")
    .description("run the hub: webhooks, API and work on records, until Ctrl-C")
    .addOption(
      new Option("--role <role>", "all; web (webhooks and API only); worker (records only)")
        .choices(["all", "web", "worker"])
        .default("all"),
    )
    .action((options: { role: "all" | "web" | "worker" }, command: Command) =>
      cli.keep(
        command,
        () => cli.host.serve({ role: options.role }),
        ({ url }) => ({
          json: { url, role: options.role, pid: process.pid },
          text: `ready ${url}`,
        }),
      ),
    );
}
