import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import type { Hub, RecordStory } from "#engine/use-cases/hub.ts";
import { quoted } from "../output/attention-table.ts";
import type { Look } from "../output/look.ts";
import { renderStandings } from "../output/standings.ts";
import { nameOf } from "../output/story/next-steps.ts";
import { renderOwnerJournal } from "../output/story/render-owner-journal.ts";
import { renderStory } from "../output/story/render-story.ts";
import { renderSource } from "../output/story/source-text.ts";
import { allQuestions } from "../running/all-questions.ts";
import { CliError } from "../running/cli-error.ts";
import type { Cli } from "../running/cli.ts";
import { journalsOf } from "../running/owner-journals.ts";

/** More than this are listed, and one of them can be asked for by its key. */
const mostStories = 6;
const mostLines = 100;

interface ShowOptions {
  readonly data?: true;
  readonly before?: number;
}

export function addShow(program: Command, cli: Cli): void {
  program
    .command("show")
    .description("tell the story of a record, or of a connection or store as a whole: what happened, and why")
    .argument(
      "<record>",
      "'#1001', an e-mail, an id of either side, a key such as orders:123, or the name of a connection or store",
    )
    .option("--data", "also what the shop says of the record, as Waybill keeps it: a person's data included")
    .option("--before <line>", "what happened before a line that was shown", lineNumber)
    .action((text: string, { data, before }: ShowOptions, command: Command) =>
      cli.withHub(command, "look", async ({ hub }) => {
        const [stories, journals] = await Promise.all([
          storiesOf(hub, text, before),
          journalsOf(hub, text, before),
        ]);
        const [first] = stories;
        if (first === undefined && journals.length === 0)
          throw new CliError(
            "RECORD_NOT_FOUND",
            `Waybill knows no record named ${JSON.stringify(text)}, and no connection or store. It knows what the shop has announced or a backfill has read; \`waybill sync CONNECTION ID\` reads one by its numeric id.`,
          );
        const json = { stories, ...(journals.length === 0 ? {} : { journals }) };
        const records = stories.map(({ record }) => record);
        if (first !== undefined && stories.length > mostStories)
          return {
            json,
            text: (look) =>
              `${renderStandings(records, look)}\n\nThe story of one of them: waybill show ${quoted(nameOf(first.record))}`,
          };
        const [connections, attention] = await Promise.all([
          hub.connections(),
          records.some(({ outcome }) => outcome.state === "attention") ? allQuestions(hub) : [],
        ]);
        const told = (story: RecordStory, look: Look): string =>
          [
            renderStory(story, { connections, attention }, look),
            ...(data === true ? [renderSource(story)] : []),
          ].join("\n\n");
        return {
          json,
          text: (look) =>
            [
              ...stories.map((story) => told(story, look)),
              ...journals.map((journal) => renderOwnerJournal(journal, connections, look)),
            ].join(`\n\n${look.paint("dim", "―".repeat(Math.min(60, look.width)))}\n\n`),
        };
      }),
    );
}

async function storiesOf(
  hub: Hub,
  text: string,
  before: number | undefined,
): Promise<readonly RecordStory[]> {
  const stories = await hub.show(text);
  if (before === undefined || stories.length > mostStories) return stories;
  return Promise.all(stories.map(({ record }) => hub.record(record.id, { before, limit: mostLines })));
}

function lineNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError("It is the number that was shown.");
  return Number(text);
}
