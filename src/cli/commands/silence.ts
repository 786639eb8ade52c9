import type { Command } from "commander";
import type { SilenceView } from "#engine/use-cases/hub.ts";
import { wrongUsage } from "../running/cli-error.ts";
import type { Cli } from "../running/cli.ts";
import { exitCodes } from "../running/exit-codes.ts";

export function addSilence(program: Command, cli: Cli): void {
  program
    .command("silence")
    .description("try out, and confirm, that carrying over a history messages nobody")
    .argument("<connection>", "name of the connection")
    .option(
      "--probe",
      "write to the account's test person as a history would; then look whether anybody was told",
    )
    .option("--confirm", "nobody was told: a history may be carried over")
    .option("--deny", "somebody was told: no history may be carried over with these settings")
    .action((connection: string, chosen: { probe?: true; confirm?: true; deny?: true }, command: Command) => {
      const actions = (["probe", "confirm", "deny"] as const).filter((name) => chosen[name]);
      if (actions.length > 1) throw wrongUsage("Take one of --probe, --confirm and --deny.");
      return cli.withHub(command, "look", async ({ hub }) => {
        const [action] = actions;
        if (action === undefined) return shown(await hub.silence(connection), false);
        if (action === "probe") return shown(await hub.probeSilence(connection), true);
        return shown(await hub.answerSilence(connection, action === "confirm"), false);
      });
    });
}

function shown(silence: SilenceView, isProbed: boolean) {
  const isOpen = isProbed || silence.state === "unknown" || silence.state === "broken";
  return {
    json: { silence },
    text: isProbed ? probed(silence) : texts(silence)[silence.state],
    exit: isOpen && silence.state !== "not-needed" ? exitCodes.differences : exitCodes.done,
  };
}

function probed({ connection, look, state }: SilenceView): string {
  if (state === "not-needed") return texts({ connection, look, state })["not-needed"];
  return [
    "Something was written as a history would be.",
    ...(look === null ? [] : [look]),
    `Nobody was told: waybill silence ${connection} --confirm`,
    `Somebody was told: waybill silence ${connection} --deny`,
  ].join("\n");
}

function texts({ connection, look }: SilenceView): Readonly<Record<SilenceView["state"], string>> {
  const how = look === null ? "" : ` ${look}`;
  return {
    "not-needed": "Nothing has to be confirmed: this system messages nobody about what is written to it.",
    unknown: `Not confirmed yet. Try it out with: waybill silence ${connection} --probe.${how}`,
    confirmed: "Confirmed: a history may be carried over.",
    broken:
      "A test showed that people are messaged. Change the settings, or ask the vendor, then try again with --probe.",
  };
}
