import type { Flow } from "#connectors/kit/flow.ts";
import type { RecordKey } from "#domain/source-record.ts";
import type { LinkRow, OpenIntent } from "../ports/engine-store.ts";
import type { ConnectionRuntime } from "../runtime/connection-runtime.ts";

/** What became of a write whose outcome was not known. */
export interface EarlierWrite {
  /** It arrived, and the document is as it was wanted. */
  readonly link: LinkRow | null;
  /** Something is there that may be its document. */
  readonly found: boolean;
}

/** Looks for a write that was announced and not settled, by what it wanted. */
export async function findEarlierWrite(
  runtime: ConnectionRuntime,
  flow: Flow,
  {
    key,
    link,
    intent,
  }: { readonly key: RecordKey; readonly link: LinkRow | null; readonly intent: OpenIntent | null },
): Promise<EarlierWrite> {
  if (intent === null || link !== null) return { link: null, found: false };
  const reference = flow.reference(key, runtime.store.facts());
  const query = { externalId: intent.externalId, reference, desired: intent.desired, uncertain: true };
  const found = await flow.find(runtime.client, query, runtime.settings);
  if (found.verdict !== "one") return { link: null, found: found.verdict !== "none" };
  const own = ownWrite(flow, intent, found.candidate);
  return {
    link:
      own === null
        ? null
        : { targetKind: flow.targetKind, externalId: own.externalId, reference, agreed: own.desired },
    found: true,
  };
}

/** The document is what an earlier write of ours wanted. */
export function ownWrite(
  flow: Flow,
  intent: OpenIntent | null,
  current: { readonly externalId: string; readonly snapshot: unknown },
): { readonly externalId: string; readonly desired: unknown } | null {
  if (intent === null) return null;
  const differences = flow.verify(intent.desired, current.snapshot);
  return differences.length === 0 ? { externalId: current.externalId, desired: intent.desired } : null;
}
