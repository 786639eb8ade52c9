import type { AttentionView, RecordView } from "../ports/engine-store.ts";
import { readRecordId } from "../ports/record-id.ts";
import { UseCaseError, type Hub, type ListPage, type RecordStory, type StoryPage } from "../use-cases/hub.ts";
import type { HubDeps } from "./hub-deps.ts";
import { sourcesOf } from "./kept-records.ts";

/** A page of records. Rejects when `after` is not where a page of this list ended. */
export async function listRecords(
  { context }: HubDeps,
  query: Parameters<Hub["records"]>[0],
): Promise<readonly RecordView[]> {
  if (query.after !== undefined) {
    const place = readRecordId(query.after);
    const isForeign =
      place === null ||
      (query.connection !== undefined && query.connection !== place.connection) ||
      (query.kind !== undefined && query.kind !== place.key.kind);
    if (isForeign) throw foreignCursor(query.after);
  }
  return context.store.records(query);
}

const mostQuestions = 1_000;

/** A page of open questions. Rejects when `after` is not the id of a question. */
export async function listAttention(
  { context }: HubDeps,
  connection: string | undefined,
  { limit, after }: ListPage = {},
): Promise<readonly AttentionView[]> {
  if (after !== undefined && !/^\d{1,15}$/.test(after)) throw foreignCursor(after);
  return context.store.attention({
    limit: Math.min(limit ?? mostQuestions, mostQuestions),
    ...(connection === undefined ? {} : { connection }),
    ...(after === undefined ? {} : { after }),
  });
}

function foreignCursor(after: string): UseCaseError {
  return new UseCaseError(
    400,
    "CURSOR_UNKNOWN",
    `${JSON.stringify(after)} is not where a page of this list ended. Ask for the first page without it.`,
  );
}

const storyLines = { usual: 500, most: 1_000 };

/** Records with what is kept of them and the newest lines of their stories, or the newest before one. */
export async function storiesOf(
  deps: HubDeps,
  records: readonly RecordView[],
  { limit, before }: StoryPage = {},
): Promise<readonly RecordStory[]> {
  const { context, registry } = deps;
  const storeOf = new Map(registry.connectionRows().map((row) => [row.name, row.store]));
  const lines = Math.max(1, Math.min(limit ?? storyLines.usual, storyLines.most));
  const asked = context.store.stories(
    records.map(({ connection, kind, recordId }) => ({
      store: storeOf.get(connection) ?? "",
      connection,
      key: { kind, id: recordId },
    })),
    // One line more than wanted tells whether there are earlier ones.
    { limit: lines + 1, ...(before === undefined ? {} : { before }) },
  );
  const [stories, sources] = await Promise.all([asked, sourcesOf(deps, records)]);
  return records.map((record, index) => {
    const story = stories[index] ?? [];
    const journal = story.slice(-lines);
    const [first] = journal;
    const isCut = first !== undefined && story.length > lines;
    const source = sources[index] ?? null;
    return { record, source, journal, ...(isCut ? { earlier: first.id } : {}) };
  });
}
