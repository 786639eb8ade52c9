import { alsoSeen, complaints } from "#test/complaints/complaints.ts";
import { pending } from "#test/complaints/pending.ts";

/** Text of `docs/complaints.md`, from the lists beside the stories. */
export function complaintsPage(): string {
  const rows = complaints.map(({ number, wrong, answer, file }) => {
    const left = pending.filter(({ complaint }) => complaint === number).length;
    const later = left === 0 ? "" : `[${left}](#what-is-not-told-yet)`;
    return `| ${[number, wrong, answer, storyOf(file), later].join(" | ")} |`;
  });
  return [
    intro,
    [
      "| # | What goes wrong | What Waybill does | Story | Not yet |",
      "| --- | --- | --- | --- | --- |",
      ...rows,
    ].join("\n"),
    "## Also seen",
    `${alsoSeen.wrong} What Waybill does: ${alsoSeen.answer} The stories: ${storyOf(alsoSeen.file)}.`,
    "## What is not told yet",
    "Each of these waits for a part of Waybill that is planned. A test fails as soon as the part is there and its story is not.",
    waiting().join("\n"),
    "## Where they were reported",
    complaints
      .map(({ number, sources }) => `- ${number}: ${sources.map(link).join(", ")}`)
      .concat(`- also seen: ${alsoSeen.sources.map(link).join(", ")}`)
      .join("\n"),
    "",
  ].join("\n\n");
}

const intro = `# Twenty-five complaints

What merchants and their agencies complain of most about connectors of shops, read in public threads, and what Waybill does about each.
Every one of them is a story that runs with \`npm test\`, against emulated systems. This page is written by a test from the lists beside
the stories; after a change of them, \`npm test -- test/docs/complaints.test.ts -u\` writes it anew.`;

function storyOf(file: string): string {
  return `[${file.replace(".test.ts", "")}](../test/complaints/${file})`;
}

/** What waits, by what it waits for. */
function waiting(): readonly string[] {
  const parts = [...new Set(pending.map(({ waitsFor }) => waitsFor))];
  return parts.flatMap((part) => [
    `- **${part}**`,
    ...pending
      .filter(({ waitsFor }) => waitsFor === part)
      .map(({ complaint, what }) => `  - ${complaint}: ${what}`),
  ]);
}

function link(source: string): string {
  const [, repository, number] = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(source) ?? [];
  return repository === undefined ? source : `[${source}](https://github.com/${repository}/issues/${number})`;
}
