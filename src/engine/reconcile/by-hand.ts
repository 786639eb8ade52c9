import type { Outcome } from "#domain/outcome.ts";
import type { RecordKind } from "#domain/source-record.ts";
import type { KeySnapshot, LinkRow } from "../ports/engine-store.ts";
import type { ConnectionRuntime } from "../runtime/connection-runtime.ts";

/** The link as it is once the work that was asked for is done; null when a choice was about something else. See `Flow.byHand`. */
export function doneByHand(
  runtime: Pick<ConnectionRuntime, "flowFor">,
  { key, link, choice }: Pick<KeySnapshot, "key" | "link" | "choice">,
): LinkRow | null {
  const work = runtime.flowFor(key.kind)?.byHand;
  if (work === undefined || link === null || link.agreed == null || choice === null) return null;
  const isAbout = work.left(link.agreed)?.code === choice.request.code;
  return isAbout ? { ...link, agreed: work.done(link.agreed) } : null;
}

/** A record on which both sides agree is a question as long as there is work left for a person. */
export function withWorkByHand(
  runtime: Pick<ConnectionRuntime, "flowFor">,
  kind: RecordKind,
  outcome: Outcome,
  link: LinkRow | null,
): Outcome {
  if (outcome.state !== "synced" && outcome.state !== "unchanged") return outcome;
  if (link === null || link.agreed == null) return outcome;
  const left = runtime.flowFor(kind)?.byHand?.left(link.agreed) ?? null;
  return left === null ? outcome : { state: "attention", reason: left };
}
