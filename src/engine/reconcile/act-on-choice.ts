import type { Reason } from "#domain/reason.ts";
import { keyText, type SourceRecord } from "#domain/source-record.ts";
import type { KeySnapshot } from "../ports/engine-store.ts";
import type { ConnectionRuntime, EngineContext } from "../runtime/connection-runtime.ts";
import { leaveOutCode, matchCode, unclearCode } from "./choices.ts";

/** What a person's choice asks of this look at the record. */
export interface ActedOn {
  readonly acceptTarget: boolean;
  readonly lookAgain: boolean;
  /** For the journal; null when there was no choice. */
  readonly note: string | null;
  /** The decision holds for other records too: those that were asked about for this cause are to be looked at. */
  readonly settlesCause: string | null;
}

const nothing: ActedOn = { acceptTarget: false, lookAgain: false, note: null, settlesCause: null };

function isAboutMatch({ code }: Reason): boolean {
  return code === matchCode || code === unclearCode;
}

/** Carries out the choice that a person made for the open attention of a record, and remembers what it decides. */
export async function act(
  context: EngineContext,
  runtime: ConnectionRuntime,
  snapshot: KeySnapshot,
  record: SourceRecord,
): Promise<ActedOn> {
  const { key, outcome } = snapshot;
  if (snapshot.choice === null) return nothing;
  const { choice, request } = snapshot.choice;
  const remember = async (made: readonly { code: string; key: string; value: string }[]): Promise<void> => {
    await context.store.remember(runtime.row.name, made);
    runtime.decisionsChanged();
  };
  // A choice that failed on the way is carried out again without a word.
  const label = request.choices.find((offered) => offered.choice === choice)?.label ?? choice;
  const note = outcome?.state === "attention" ? `Somebody chose "${label}".` : null;

  if (choice === "leave-out") {
    await remember([{ code: leaveOutCode, key: keyText(key), value: choice }]);
    return { ...nothing, note };
  }
  if (isAboutMatch(request) && (choice === "create" || choice.startsWith("use="))) {
    await remember([{ code: matchCode, key: keyText(key), value: choice }]);
    return { ...nothing, note };
  }
  const resolution = await runtime
    .flowFor(key.kind)
    ?.resolve(runtime.client, request, choice, record, runtime.settings);
  runtime.lists.forget();
  if (resolution === null || resolution === undefined)
    return { ...nothing, acceptTarget: choice === "accept", lookAgain: choice === "retry", note };
  await remember([
    ...resolution.remember,
    ...(resolution.leaveOut === true ? [{ code: leaveOutCode, key: keyText(key), value: choice }] : []),
  ]);
  const { acceptTarget = false, leaveOut = false } = resolution;
  // What was remembered about this record alone, or done to it alone, helps no other; what was made over there does.
  const isOwn =
    resolution.remember.length > 0 && resolution.remember.every(({ key: about }) => about.startsWith(key.id));
  const settlesCause = acceptTarget || leaveOut || isOwn ? null : request.code;
  return { acceptTarget, lookAgain: false, note, settlesCause };
}
