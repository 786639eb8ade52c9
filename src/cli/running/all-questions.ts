import type { AttentionView } from "#engine/ports/engine-store.ts";
import type { Hub } from "#engine/use-cases/hub.ts";

const pageSize = 500;

/** Every open question, oldest first, however many there are. */
export async function allQuestions(hub: Hub, connection?: string): Promise<readonly AttentionView[]> {
  const questions: AttentionView[] = [];
  for (;;) {
    const last = questions.at(-1);
    const after = last === undefined ? {} : { after: last.id };
    const page = await hub.attention(connection, { limit: pageSize, ...after });
    questions.push(...page);
    if (page.length < pageSize) return questions;
  }
}
