import type { Command } from "commander";
import { wrongUsage } from "../running/cli-error.ts";
import type { Cli } from "../running/cli.ts";

export function addSandbox(program: Command, cli: Cli): void {
  program
    .command("sandbox")
    .description("run the emulated shop and business systems, until Ctrl-C")
    .option("--only <system>", "one system alone, such as unleashed, patch or shopify/acme")
    .option("--port <port>", "port on 127.0.0.1; default: SANDBOX_PORT or 7430; 0: any that is free", port)
    .action((options: { only?: string; port?: number }, command: Command) =>
      cli.keep(
        command,
        () => cli.host.runSandbox({ only: options.only ?? null, port: options.port ?? null }),
        ({ url }) => ({
          json: { url },
          text: `ready ${url}\nWhat it holds and how to steer it: ${url}/_control`,
        }),
      ),
    );
}

function port(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65_535)
    throw wrongUsage(`${text} is not a port; give a number up to 65535.`);
  return value;
}
