import type { RecordView } from "../ports/engine-store.ts";
import { UseCaseError } from "../use-cases/hub.ts";
import type { HubDeps } from "./hub-deps.ts";
import { refuseWhilePaused, waitFor, wakeRecords } from "./sync-records.ts";

/** Takes a person's choice about an open question, and answers where its record stands once a worker has acted on it. */
export async function resolveQuestion(
  deps: HubDeps,
  id: string,
  choice: string,
  by: string,
): Promise<RecordView> {
  const { store } = deps.context;
  const open = await store.attentionById(id);
  if (open === null)
    throw new UseCaseError(
      404,
      "ATTENTION_NOT_FOUND",
      `There is no open question ${id}; it may be settled already.`,
    );
  const offered = open.attention.choices.map((entry) => entry.choice);
  if (!offered.some((entry) => fits(entry, choice)))
    throw new UseCaseError(
      400,
      "CHOICE_NOT_OFFERED",
      `${JSON.stringify(choice)} is not one of the choices: ${offered.join(", ")}.`,
      open.attention.choices,
    );
  refuseWhilePaused(deps, open.connection);
  if (!(await store.choose(id, choice, by)))
    throw new UseCaseError(409, "ATTENTION_SETTLED", "It was settled meanwhile.");
  const key = { kind: open.kind, id: open.recordId };
  await wakeRecords(deps, open.connection, [key], false);
  const [record] = await waitFor(deps, open.connection, [key]);
  if (record === undefined) throw new UseCaseError(404, "RECORD_NOT_FOUND", "The record is gone.");
  return record;
}

/** A choice such as `map=<code>` is offered with a placeholder and taken with a value. */
function fits(offered: string, choice: string): boolean {
  if (offered === choice) return true;
  const equals = offered.indexOf("=");
  if (equals < 0 || !/<[^>]+>$/.test(offered)) return false;
  const prefix = offered.slice(0, equals + 1);
  return choice.startsWith(prefix) && choice.length > prefix.length;
}
