import type { Command } from "commander";
import { hanging } from "../output/wrap.ts";
import { renderFindings } from "../output/findings.ts";
import type { Cli } from "../running/cli.ts";
import { exitCodes } from "../running/exit-codes.ts";

export function addDoctor(program: Command, cli: Cli): void {
  program
    .command("doctor")
    .description("sign in on both sides and check settings, rights, withheld data and subscriptions")
    .argument("[connection]", "only this connection and its shop")
    .action((connection: string | undefined, _: unknown, command: Command) =>
      cli.withHub(command, "look", async ({ hub, where }) => {
        const findings = await hub.doctor(connection);
        const bad = findings.filter(({ level }) => level === "error").length;
        const odd = findings.filter(({ level }) => level === "warning").length;
        return {
          json: { findings },
          text: (look) => {
            if (findings.length === 0) return "There is nothing to look at: no connection is configured yet.";
            const abouts = [...new Set(findings.map(({ about }) => about))];
            const blocks = abouts.map((about) =>
              [
                look.paint("bold", about),
                ...renderFindings(
                  findings.filter((finding) => finding.about === about),
                  look,
                ),
              ].join("\n"),
            );
            return [...blocks, hanging("", verdict(bad, odd), look.width)].join("\n\n");
          },
          exit: bad > 0 ? exitCodes.differences : exitCodes.done,
          notes:
            where === "here"
              ? [
                  "No hub runs here that webhooks could come to, so the shop's subscriptions were not looked at.",
                ]
              : [],
        };
      }),
    );
}

function verdict(bad: number, odd: number): string {
  if (bad > 0)
    return `${bad === 1 ? "One thing has" : `${bad} things have`} to be put right; see \`error\` above.`;
  return odd > 0 ? "It works; see `warning` above for what is limited." : "All is well.";
}
