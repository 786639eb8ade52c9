import type { Command } from "commander";
import { quoted } from "../output/attention-table.ts";
import { renderStandings } from "../output/standings.ts";
import { renderStory } from "../output/story/render-story.ts";
import { nameOf } from "../output/story/next-steps.ts";
import { CliError } from "../running/cli-error.ts";
import type { Cli } from "../running/cli.ts";

/** More than this are listed, and one of them can be asked for by its key. */
const mostStories = 6;

export function addShow(program: Command, cli: Cli): void {
  program
    .command("show")
    .description("tell the story of a record: what was received, decided, written and answered")
    .argument("<record>", "'#1001', an e-mail, an id of either side, or a key such as orders:123")
    .action((text: string, _: unknown, command: Command) =>
      cli.withHub(command, "look", async ({ hub }) => {
        const stories = await hub.show(text);
        const [first] = stories;
        if (first === undefined)
          throw new CliError(
            "RECORD_NOT_FOUND",
            `Waybill knows no record named ${JSON.stringify(text)}. It knows what the shop has announced or a backfill has read; \`waybill sync CONNECTION ID\` reads one by its numeric id.`,
          );
        const records = stories.map(({ record }) => record);
        if (stories.length > mostStories)
          return {
            json: { stories },
            text: (look) =>
              `${renderStandings(records, look)}\n\nThe story of one of them: waybill show ${quoted(nameOf(first.record))}`,
          };
        const [connections, attention] = await Promise.all([
          hub.connections(),
          records.some(({ outcome }) => outcome.state === "attention") ? hub.attention() : [],
        ]);
        return {
          json: { stories },
          text: (look) =>
            stories
              .map((story) => renderStory(story, { connections, attention }, look))
              .join(`\n\n${look.paint("dim", "―".repeat(Math.min(60, look.width)))}\n\n`),
        };
      }),
    );
}
