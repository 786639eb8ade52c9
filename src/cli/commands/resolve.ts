import type { Command } from "commander";
import type { AttentionView } from "#engine/ports/engine-store.ts";
import type { Hub } from "#engine/use-cases/hub.ts";
import { renderStandings } from "../output/standings.ts";
import { allQuestions } from "../running/all-questions.ts";
import { CliError, wrongUsage } from "../running/cli-error.ts";
import type { Cli } from "../running/cli.ts";
import { exitOfStandings } from "./sync.ts";

export function addResolve(program: Command, cli: Cli): void {
  program
    .command("resolve")
    .description("decide something that needs a decision, and wait for what comes of it")
    .argument("<id>", "id from `waybill attention`, or the record's name when it has one question only")
    .argument("<choice>", "one of its choices; `map=<code>` and the like take a value")
    .action((id: string, choice: string, _: unknown, command: Command) =>
      cli.withHub(command, "work", async ({ hub }) => {
        const record = await hub.resolve(await questionId(hub, id), choice, cli.io.user);
        return {
          json: { record },
          text: (look) => renderStandings([record], look),
          exit: exitOfStandings([record]),
        };
      }),
    );
}

/** The id itself, or that of the only open question about a record of this name. */
async function questionId(hub: Hub, text: string): Promise<string> {
  if (/^\d+$/.test(text)) return text;
  const wanted = text.trim().toLowerCase();
  const open = (await allQuestions(hub)).filter((question) => namesOf(question).includes(wanted));
  const [first] = open;
  if (first === undefined)
    throw new CliError(
      "ATTENTION_NOT_FOUND",
      `Nothing about ${JSON.stringify(text)} needs a decision. \`waybill attention\` lists what does.`,
    );
  if (open.length > 1)
    throw wrongUsage(
      `${text} has ${open.length} open questions; name one by its id: ${open.map(({ id, connection }) => `${id} (${connection})`).join(", ")}.`,
    );
  return first.id;
}

function namesOf({ title, kind, recordId }: AttentionView): readonly string[] {
  return [title.toLowerCase(), title.toLowerCase().replace(/^#/, ""), recordId, `${kind}:${recordId}`];
}
