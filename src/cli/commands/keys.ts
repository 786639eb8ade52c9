import { Option, type Command } from "commander";
import type { ApiRole } from "#engine/ports/engine-store.ts";
import { renderKeys } from "../output/keys-table.ts";
import type { Cli } from "../running/cli.ts";

export function addKeys(program: Command, cli: Cli): void {
  const keys = program.command("keys").description("tokens for the API and for --token");
  keys
    .command("create")
    .description("make a token; it is shown once and kept only as a hash")
    .addOption(
      new Option(
        "--role <role>",
        "viewer looks; operator also runs, retries and decides; owner also configures",
      )
        .choices(["viewer", "operator", "owner"])
        .makeOptionMandatory(),
    )
    .option("--name <name>", "for whom it is", "command line")
    .action((options: { role: ApiRole; name: string }, command: Command) =>
      cli.withHub(command, "look", async ({ hub }) => {
        const { token } = await hub.createKey(options.role, options.name);
        return {
          json: { token, role: options.role, name: options.name },
          text: token,
          notes: [
            `A token with the role ${options.role}. It is not shown again; keep it where secrets are kept.`,
          ],
        };
      }),
    );
  keys
    .command("list")
    .description("list who has a token and what it may do; tokens themselves are never shown again")
    .action((_: unknown, command: Command) =>
      cli.withHub(command, "look", async ({ hub }) => {
        const made = await hub.keys();
        return { json: { keys: made }, text: (look) => renderKeys(made, look) };
      }),
    );
  keys
    .command("revoke")
    .description("end a token; hubs that know it let it in for half a minute more at most")
    .argument("<id>", "its id from `waybill keys list`")
    .action((id: string, _: unknown, command: Command) =>
      cli.withHub(command, "look", async ({ hub }) => {
        await hub.revokeKey(id);
        return { json: { revoked: id }, text: `The token ${id} is not valid any more.` };
      }),
    );
}
